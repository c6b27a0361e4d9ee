/** A stream of HTTP/2 made to look like a connection of HTTP/1.1, so that all rules for requests and answers stand in one place. */
@NullMarked
package dev.intercepts.cloud.edge.http2;

import org.jspecify.annotations.NullMarked;
