/** What the kubelet asks. */
@NullMarked
package dev.intercepts.agent.health;

import org.jspecify.annotations.NullMarked;
