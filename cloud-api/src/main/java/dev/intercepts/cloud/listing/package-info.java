/** What people see of an organization's intercepts: each with its preview, its owner, its cluster and its history. */
@NullMarked
package dev.intercepts.cloud.listing;

import org.jspecify.annotations.NullMarked;
