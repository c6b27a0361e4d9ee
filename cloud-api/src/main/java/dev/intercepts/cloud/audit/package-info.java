/** Who did what. */
@NullMarked
package dev.intercepts.cloud.audit;

import org.jspecify.annotations.NullMarked;
