@NullMarked
package dev.intercepts.dashboard.help;

import org.jspecify.annotations.NullMarked;
