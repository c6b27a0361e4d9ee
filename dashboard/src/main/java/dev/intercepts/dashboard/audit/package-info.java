/** The page of the audit trail. */
@NullMarked
package dev.intercepts.dashboard.audit;

import org.jspecify.annotations.NullMarked;
