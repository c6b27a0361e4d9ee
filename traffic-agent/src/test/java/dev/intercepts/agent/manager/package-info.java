@NullMarked
package dev.intercepts.agent.manager;

import org.jspecify.annotations.NullMarked;
