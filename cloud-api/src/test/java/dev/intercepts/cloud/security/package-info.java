@NullMarked
package dev.intercepts.cloud.security;

import org.jspecify.annotations.NullMarked;
