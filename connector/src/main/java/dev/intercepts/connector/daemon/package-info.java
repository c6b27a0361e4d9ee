/** The background process: holds the session, its tunnels, watches and proxy, and does what commands ask. */
@NullMarked
package dev.intercepts.connector.daemon;

import org.jspecify.annotations.NullMarked;
