/** Which connectors' sessions have a live tunnel to the relay. */
@NullMarked
package dev.intercepts.cloud.sessions;

import org.jspecify.annotations.NullMarked;
