/** Signing in with a browser: GitHub, the choice of an organization, sessions, and what each part of the service lets in. */
@NullMarked
package dev.intercepts.cloud.login;

import org.jspecify.annotations.NullMarked;
