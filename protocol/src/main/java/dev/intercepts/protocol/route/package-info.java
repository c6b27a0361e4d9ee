/** What the Traffic Manager tells its Traffic Agents, and what they report. */
@NullMarked
package dev.intercepts.protocol.route;

import org.jspecify.annotations.NullMarked;
