@NullMarked
package dev.intercepts.agent.routes;

import org.jspecify.annotations.NullMarked;
