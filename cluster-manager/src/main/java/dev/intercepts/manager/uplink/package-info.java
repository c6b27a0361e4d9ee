/** The hosted service: tunnels to it, reports to it, orders from it. */
@NullMarked
package dev.intercepts.manager.uplink;

import org.jspecify.annotations.NullMarked;
