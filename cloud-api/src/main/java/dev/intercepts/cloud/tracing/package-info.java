/** Sends the spans of previewed requests to whatever keeps traces (OpenTelemetry). */
@NullMarked
package dev.intercepts.cloud.tracing;

import org.jspecify.annotations.NullMarked;
