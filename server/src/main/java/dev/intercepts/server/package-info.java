/** The executable that assembles the hosted service. */
@NullMarked
package dev.intercepts.server;

import org.jspecify.annotations.NullMarked;
