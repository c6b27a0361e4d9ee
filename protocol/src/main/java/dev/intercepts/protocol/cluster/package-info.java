/** Names, labels, annotations and ports of everything the product puts into a cluster. */
@NullMarked
package dev.intercepts.protocol.cluster;

import org.jspecify.annotations.NullMarked;
