/** A browser without scripts: cookies, redirects and plain forms, as a person uses them. */
@NullMarked
package dev.intercepts.playground.browser;

import org.jspecify.annotations.NullMarked;
