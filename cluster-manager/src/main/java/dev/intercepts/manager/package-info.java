/** The Traffic Manager: its main class, its configuration, and how its parts are put together. */
@NullMarked
package dev.intercepts.manager;

import org.jspecify.annotations.NullMarked;
