/** How streams of a tunnel are addressed, and why one is refused. */
@NullMarked
package dev.intercepts.protocol.stream;

import org.jspecify.annotations.NullMarked;
