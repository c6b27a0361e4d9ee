/** What agents ask of the manager: their routes, and streams to laptops. */
@NullMarked
package dev.intercepts.manager.agents;

import org.jspecify.annotations.NullMarked;
