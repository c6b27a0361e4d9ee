/** The {@code telepresence} command: parses, asks the daemon, prints. Nothing here knows Kubernetes or the cloud. */
@NullMarked
package dev.intercepts.connector.cli;

import org.jspecify.annotations.NullMarked;
