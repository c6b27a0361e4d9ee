@NullMarked
package dev.intercepts.dashboard.words;

import org.jspecify.annotations.NullMarked;
