/**
 * HTTP/1.1 as far as someone in the middle must read it (RFC 9112): where messages begin and end, and never two readings
 * of one message. Bytes are passed on as they came; nothing here writes them anew.
 */
@NullMarked
package dev.intercepts.agent.message;

import org.jspecify.annotations.NullMarked;
