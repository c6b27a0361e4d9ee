@NullMarked
package dev.intercepts.agent.message;

import org.jspecify.annotations.NullMarked;
