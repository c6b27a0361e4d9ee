/** Which traffic goes where: the tables that the Traffic Manager streams, and what follows from them. */
@NullMarked
package dev.intercepts.agent.routes;

import org.jspecify.annotations.NullMarked;
