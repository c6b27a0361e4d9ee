/** What an organization allows its members to share. */
@NullMarked
package dev.intercepts.cloud.organizations;

import org.jspecify.annotations.NullMarked;
