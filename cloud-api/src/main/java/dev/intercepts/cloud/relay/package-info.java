/**
 * The relay: accepts the tunnels of clusters and connectors, knows which are there, and joins a manager's stream to a laptop
 * of the same organization.
 */
@NullMarked
package dev.intercepts.cloud.relay;

import org.jspecify.annotations.NullMarked;
