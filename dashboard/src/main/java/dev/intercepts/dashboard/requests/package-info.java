/** The request log of a preview, and how much it is used. */
@NullMarked
package dev.intercepts.dashboard.requests;

import org.jspecify.annotations.NullMarked;
