/** Tells those who watch an organization of each change, as server-sent events. */
@NullMarked
package dev.intercepts.cloud.changes;

import org.jspecify.annotations.NullMarked;
