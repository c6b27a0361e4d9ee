/** Who on the laptop is at the other end of a connection over its loopback. */
@NullMarked
package dev.intercepts.connector.users;

import org.jspecify.annotations.NullMarked;
