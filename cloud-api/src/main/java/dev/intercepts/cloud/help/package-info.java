/** What pages that refuse something link to. */
@NullMarked
package dev.intercepts.cloud.help;

import org.jspecify.annotations.NullMarked;
