/**
 * The edge: the HTTP reverse proxy behind every preview URL.
 *
 * <p>A visitor's connection is read by {@code http}, let in by {@code Admission}, and each request goes through a stream of the
 * cluster's tunnel to the cluster's ingress. Visitor and stream always run on one event loop: a visitor's connection moves
 * to the tunnel's loop before its first request is sent, so nothing is handed between threads afterwards.
 */
@NullMarked
package dev.intercepts.cloud.edge;

import org.jspecify.annotations.NullMarked;
