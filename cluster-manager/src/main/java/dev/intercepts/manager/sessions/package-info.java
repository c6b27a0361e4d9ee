/** Laptops: who is present by which way, the streams to them and from them. */
@NullMarked
package dev.intercepts.manager.sessions;

import org.jspecify.annotations.NullMarked;
