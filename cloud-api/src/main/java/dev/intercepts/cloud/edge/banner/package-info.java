/** The line at the bottom of each previewed page: when it is added, how it gets into a stream of bytes, and what it is. */
@NullMarked
package dev.intercepts.cloud.edge.banner;

import org.jspecify.annotations.NullMarked;
