/** What the command asks of the daemon and what comes back (docs/protocol.md, Command ↔ daemon). */
@NullMarked
package dev.intercepts.connector.contract;

import org.jspecify.annotations.NullMarked;
