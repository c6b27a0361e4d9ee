/** Tests that cross processes: the whole product in a playground. */
@NullMarked
package dev.intercepts.e2e;

import org.jspecify.annotations.NullMarked;
