/** HTTP/1.1 as it stands on the wire, read so strictly that a message has one meaning only: pure functions over bytes. */
@NullMarked
package dev.intercepts.cloud.edge.http;

import org.jspecify.annotations.NullMarked;
