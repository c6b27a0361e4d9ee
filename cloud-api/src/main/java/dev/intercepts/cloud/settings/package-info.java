/** Configuration of the hosted service, as validated records. */
@NullMarked
package dev.intercepts.cloud.settings;

import org.jspecify.annotations.NullMarked;
