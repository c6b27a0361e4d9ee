/** What an intercept is, its names, its states, and which two cannot stand side by side. */
@NullMarked
package dev.intercepts.protocol.intercept;

import org.jspecify.annotations.NullMarked;
