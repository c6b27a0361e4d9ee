/** The pages that the edge writes itself. */
@NullMarked
package dev.intercepts.cloud.edge.page;

import org.jspecify.annotations.NullMarked;
