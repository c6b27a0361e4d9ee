/** The page of an organization's clusters. */
@NullMarked
package dev.intercepts.dashboard.clusters;

import org.jspecify.annotations.NullMarked;
