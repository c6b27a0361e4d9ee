/** The way of the traffic: a client's connection, and the connections to whoever answers it. */
@NullMarked
package dev.intercepts.agent.proxy;

import org.jspecify.annotations.NullMarked;
