/** Role-reversed HTTP/2 tunnels: connections that one side dials out, streams that either side opens. */
@NullMarked
package dev.intercepts.tunnel;

import org.jspecify.annotations.NullMarked;
