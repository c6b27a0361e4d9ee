/** Small HTTP servers whose handlers may block: each request runs on a virtual thread of its own. */
@NullMarked
package dev.intercepts.manager.http;

import org.jspecify.annotations.NullMarked;
