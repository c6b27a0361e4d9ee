@NullMarked
package dev.intercepts.cloud.requests;

import org.jspecify.annotations.NullMarked;
