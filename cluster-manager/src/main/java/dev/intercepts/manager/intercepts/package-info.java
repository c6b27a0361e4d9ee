/** Decides what becomes of each intercept: its state, its route, its workload. Pure, but for the loop that drives it. */
@NullMarked
package dev.intercepts.manager.intercepts;

import org.jspecify.annotations.NullMarked;
