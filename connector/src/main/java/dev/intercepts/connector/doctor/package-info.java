/** What {@code doctor} makes of what was found: pure rules from facts to findings. */
@org.jspecify.annotations.NullMarked
package dev.intercepts.connector.doctor;
