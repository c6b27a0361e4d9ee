/** A stand-in for GitHub: people, organizations, the OAuth web flow and the few REST endpoints that the hosted service asks. */
@NullMarked
package dev.intercepts.playground.github;

import org.jspecify.annotations.NullMarked;
