/** A small JSON reader and writer for records: the command must start in a blink, so it carries no JSON library. */
@NullMarked
package dev.intercepts.connector.json;

import org.jspecify.annotations.NullMarked;
