/** What holds for the tests of every module. JUnit finds it by itself. */
@NullMarked
package dev.intercepts.testing;

import org.jspecify.annotations.NullMarked;
