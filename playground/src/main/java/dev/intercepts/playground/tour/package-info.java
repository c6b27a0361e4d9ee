/** Does once what the product is for, as a person would: the real command, real HTTP, plain forms. */
@NullMarked
package dev.intercepts.playground.tour;

import org.jspecify.annotations.NullMarked;
