/** API keys: what machines speak for a person by. */
@NullMarked
package dev.intercepts.cloud.apikeys;

import org.jspecify.annotations.NullMarked;
