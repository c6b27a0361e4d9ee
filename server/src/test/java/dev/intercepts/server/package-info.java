/** The hosted service as a whole, with a GitHub of our own making and a real database. */
@NullMarked
package dev.intercepts.server;

import org.jspecify.annotations.NullMarked;
