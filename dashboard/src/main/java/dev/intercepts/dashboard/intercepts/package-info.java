/** The list of an organization's intercepts, and what can be done to each. */
@NullMarked
package dev.intercepts.dashboard.intercepts;

import org.jspecify.annotations.NullMarked;
