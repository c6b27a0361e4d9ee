@NullMarked
package dev.intercepts.dashboard.live;

import org.jspecify.annotations.NullMarked;
