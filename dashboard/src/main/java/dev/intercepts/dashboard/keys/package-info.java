/** The page of API keys. */
@NullMarked
package dev.intercepts.dashboard.keys;

import org.jspecify.annotations.NullMarked;
