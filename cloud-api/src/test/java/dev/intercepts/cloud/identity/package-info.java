@NullMarked
package dev.intercepts.cloud.identity;

import org.jspecify.annotations.NullMarked;
