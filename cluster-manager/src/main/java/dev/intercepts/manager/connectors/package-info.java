/** What connectors ask of the manager over HTTP. */
@NullMarked
package dev.intercepts.manager.connectors;

import org.jspecify.annotations.NullMarked;
