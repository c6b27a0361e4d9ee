@NullMarked
package dev.intercepts.agent.json;

import org.jspecify.annotations.NullMarked;
