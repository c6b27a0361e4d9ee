/** Talking to the Traffic Manager: the stream of routes, and what is reported back. */
@NullMarked
package dev.intercepts.agent.manager;

import org.jspecify.annotations.NullMarked;
