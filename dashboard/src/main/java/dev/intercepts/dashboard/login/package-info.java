/** The pages of signing in: the door, and the choice of an organization. */
@NullMarked
package dev.intercepts.dashboard.login;

import org.jspecify.annotations.NullMarked;
