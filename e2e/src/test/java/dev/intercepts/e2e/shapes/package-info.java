/** Every shape of workload on a real cluster: intercepted, left, and as it was. */
@NullMarked
package dev.intercepts.e2e.shapes;

import org.jspecify.annotations.NullMarked;
