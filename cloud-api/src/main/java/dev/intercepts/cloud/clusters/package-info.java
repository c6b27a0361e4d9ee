/** Clusters of an organization and their uplink tokens. */
@NullMarked
package dev.intercepts.cloud.clusters;

import org.jspecify.annotations.NullMarked;
