/** The REST API under /api/v1. */
@NullMarked
package dev.intercepts.cloud.api;

import org.jspecify.annotations.NullMarked;
