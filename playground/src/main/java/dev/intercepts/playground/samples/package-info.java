/** The sample services that run as pods: a shop's front end, what it is made of, and an ingress. JDK only, so that they start fast. */
@NullMarked
package dev.intercepts.playground.samples;

import org.jspecify.annotations.NullMarked;
