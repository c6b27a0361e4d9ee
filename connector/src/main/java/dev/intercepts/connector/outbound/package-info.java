/** Connections to the cluster without any setting in the program: redirect rules and name resolution, on Linux. */
@NullMarked
package dev.intercepts.connector.outbound;

import org.jspecify.annotations.NullMarked;
