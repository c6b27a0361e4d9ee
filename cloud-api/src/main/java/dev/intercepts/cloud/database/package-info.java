/** Where the hosted service keeps its state: a configured PostgreSQL, or an embedded one. */
@NullMarked
package dev.intercepts.cloud.database;

import org.jspecify.annotations.NullMarked;
