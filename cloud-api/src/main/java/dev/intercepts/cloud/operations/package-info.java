/** What the platform that runs the hosted service asks of it: health and metrics, on a port of their own. */
@NullMarked
@ApplicationModule
package dev.intercepts.cloud.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
