/** Measures the edge and the tunnel beside peers, in one run, on one origin (docs/benchmarks). */
@NullMarked
package dev.intercepts.benchmarks;

import org.jspecify.annotations.NullMarked;
