/** The page of an organization's settings. */
@NullMarked
package dev.intercepts.dashboard.settings;

import org.jspecify.annotations.NullMarked;
