/** The Unix socket between command and daemon: one JSON request a connection, line-delimited events back. */
@NullMarked
package dev.intercepts.connector.socket;

import org.jspecify.annotations.NullMarked;
