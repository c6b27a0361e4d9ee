/** What pages are told while they are open. */
@NullMarked
package dev.intercepts.dashboard.live;

import org.jspecify.annotations.NullMarked;
