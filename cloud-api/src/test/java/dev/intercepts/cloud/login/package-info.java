@NullMarked
package dev.intercepts.cloud.login;

import org.jspecify.annotations.NullMarked;
