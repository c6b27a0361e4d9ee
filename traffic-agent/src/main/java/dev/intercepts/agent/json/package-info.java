/** The records that the agent exchanges, as JSON. */
@NullMarked
package dev.intercepts.agent.json;

import org.jspecify.annotations.NullMarked;
