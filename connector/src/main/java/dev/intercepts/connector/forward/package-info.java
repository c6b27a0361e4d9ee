/** The API server's port-forward to the Traffic Manager, and the local ports that lead there. */
@NullMarked
package dev.intercepts.connector.forward;

import org.jspecify.annotations.NullMarked;
