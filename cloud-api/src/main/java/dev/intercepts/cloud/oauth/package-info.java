/** Logins of the command line by OAuth 2.0. */
@NullMarked
package dev.intercepts.cloud.oauth;

import org.jspecify.annotations.NullMarked;
