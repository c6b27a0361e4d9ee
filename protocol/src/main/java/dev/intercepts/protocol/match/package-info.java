/** Which requests an intercept takes. */
@NullMarked
package dev.intercepts.protocol.match;

import org.jspecify.annotations.NullMarked;
