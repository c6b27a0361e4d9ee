/** The playground as a whole: what belongs to it, how it is started, kept up and ended. */
@NullMarked
package dev.intercepts.playground.world;

import org.jspecify.annotations.NullMarked;
