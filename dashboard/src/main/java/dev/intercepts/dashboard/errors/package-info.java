/** What a person reads when a page cannot be shown. */
@NullMarked
package dev.intercepts.dashboard.errors;

import org.jspecify.annotations.NullMarked;
