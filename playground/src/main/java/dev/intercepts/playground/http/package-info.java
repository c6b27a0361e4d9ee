/** The little HTTP that the stand-in and the sample services need, on the JDK's own server. */
@NullMarked
package dev.intercepts.playground.http;

import org.jspecify.annotations.NullMarked;
