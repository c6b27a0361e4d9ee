/** Tests of the tunnel, each over real sockets on loopback unless it says otherwise. */
@NullMarked
package dev.intercepts.tunnel;

import org.jspecify.annotations.NullMarked;
