/** Preview URLs: which host names lead where, and who may visit them. */
@NullMarked
package dev.intercepts.cloud.previews;

import org.jspecify.annotations.NullMarked;
