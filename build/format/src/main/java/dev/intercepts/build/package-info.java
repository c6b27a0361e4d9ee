/** Tools of the build itself; nothing here is shipped. */
@NullMarked
package dev.intercepts.build;

import org.jspecify.annotations.NullMarked;
