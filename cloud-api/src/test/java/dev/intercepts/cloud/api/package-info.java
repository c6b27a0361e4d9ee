@NullMarked
package dev.intercepts.cloud.api;

import org.jspecify.annotations.NullMarked;
