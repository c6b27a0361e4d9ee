/** The command {@code bin/playground}. */
@NullMarked
package dev.intercepts.playground;

import org.jspecify.annotations.NullMarked;
