/** Times and numbers in words, the same on every page. */
@NullMarked
package dev.intercepts.dashboard.words;

import org.jspecify.annotations.NullMarked;
