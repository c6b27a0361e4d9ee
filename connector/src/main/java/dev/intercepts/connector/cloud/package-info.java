/** The connector's side of the hosted service: login, REST and events. */
@NullMarked
package dev.intercepts.connector.cloud;

import org.jspecify.annotations.NullMarked;
