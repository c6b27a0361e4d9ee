@NullMarked
package dev.intercepts.cloud.database;

import org.jspecify.annotations.NullMarked;
