/** The hosted service's pages. */
@NullMarked
package dev.intercepts.dashboard;

import org.jspecify.annotations.NullMarked;
