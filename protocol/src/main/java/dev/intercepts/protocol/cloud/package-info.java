/** The records of the hosted service's REST API that connector, Traffic Manager and hosted service share. */
@NullMarked
package dev.intercepts.protocol.cloud;

import org.jspecify.annotations.NullMarked;
