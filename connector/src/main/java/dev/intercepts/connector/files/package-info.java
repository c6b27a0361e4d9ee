/** The laptop's state: small files of mode 0600 in the user's configuration directory, replaced atomically. */
@NullMarked
package dev.intercepts.connector.files;

import org.jspecify.annotations.NullMarked;
