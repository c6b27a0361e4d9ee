/** What the Traffic Manager sees of a cluster, as plain records: a snapshot that decisions are functions of. */
@NullMarked
package dev.intercepts.manager.world;

import org.jspecify.annotations.NullMarked;
