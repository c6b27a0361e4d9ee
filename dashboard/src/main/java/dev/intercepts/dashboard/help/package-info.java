/** The page that says what to do. */
@NullMarked
package dev.intercepts.dashboard.help;

import org.jspecify.annotations.NullMarked;
