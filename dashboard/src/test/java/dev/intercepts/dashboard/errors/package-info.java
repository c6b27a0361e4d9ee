@NullMarked
package dev.intercepts.dashboard.errors;

import org.jspecify.annotations.NullMarked;
