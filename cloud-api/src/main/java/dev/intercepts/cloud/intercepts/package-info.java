/** Intercepts as the Traffic Managers report them. */
@NullMarked
package dev.intercepts.cloud.intercepts;

import org.jspecify.annotations.NullMarked;
