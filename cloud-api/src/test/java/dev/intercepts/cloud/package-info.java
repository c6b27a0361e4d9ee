/** The rules that hold for the whole module. */
@NullMarked
package dev.intercepts.cloud;

import org.jspecify.annotations.NullMarked;
