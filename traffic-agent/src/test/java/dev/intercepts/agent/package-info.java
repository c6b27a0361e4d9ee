@NullMarked
package dev.intercepts.agent;

import org.jspecify.annotations.NullMarked;
