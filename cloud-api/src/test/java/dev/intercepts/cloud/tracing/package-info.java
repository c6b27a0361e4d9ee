@NullMarked
package dev.intercepts.cloud.tracing;

import org.jspecify.annotations.NullMarked;
