/** Secrets: hashing, encryption, random tokens; and the rules for HTTP that hold everywhere. */
@NullMarked
package dev.intercepts.cloud.security;

import org.jspecify.annotations.NullMarked;
