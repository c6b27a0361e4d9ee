/** People, organizations and memberships, as GitHub knows them. */
@NullMarked
package dev.intercepts.cloud.identity;

import org.jspecify.annotations.NullMarked;
