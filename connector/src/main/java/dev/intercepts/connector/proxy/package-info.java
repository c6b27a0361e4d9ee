/** A SOCKS5 and HTTP proxy on loopback through which programs on the laptop reach into the cluster. */
@NullMarked
package dev.intercepts.connector.proxy;

import org.jspecify.annotations.NullMarked;
