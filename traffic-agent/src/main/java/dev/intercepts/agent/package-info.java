/** The Traffic Agent: the program, its settings, its life. */
@NullMarked
package dev.intercepts.agent;

import org.jspecify.annotations.NullMarked;
