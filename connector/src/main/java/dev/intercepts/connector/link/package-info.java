/** Tunnels to the Traffic Manager and to the hosted service, and who answers the streams that come through. */
@NullMarked
package dev.intercepts.connector.link;

import org.jspecify.annotations.NullMarked;
