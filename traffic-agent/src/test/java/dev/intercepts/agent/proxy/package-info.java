@NullMarked
package dev.intercepts.agent.proxy;

import org.jspecify.annotations.NullMarked;
