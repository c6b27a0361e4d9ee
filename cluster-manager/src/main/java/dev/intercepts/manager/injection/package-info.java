/** Puts the Traffic Agent into a pod: a pure function from pod to pod, as JSON. */
@NullMarked
package dev.intercepts.manager.injection;

import org.jspecify.annotations.NullMarked;
