/** What was asked of each preview lately: seen by the edge, kept in memory only, shown to the organization's members. */
@NullMarked
package dev.intercepts.cloud.requests;

import org.jspecify.annotations.NullMarked;
