/** Builds the container images: what is in each is a record, Jib carries it out. */
@NullMarked
package dev.intercepts.images;

import org.jspecify.annotations.NullMarked;
