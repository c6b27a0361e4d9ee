/**
 * The edge: the HTTP reverse proxy behind every preview URL, on a port of its own ({@code intercepts.edge.port}, 8081).
 *
 * <p>The way of a request: {@link dev.intercepts.cloud.edge.http} reads it strictly; {@code Reception} finds the preview by the
 * first label of the host, lets the visitor in and answers what is the edge's own; {@code Exchange} sends it through a stream of
 * the cluster's tunnel to the ingress ({@code Upstreams} keeps streams that wait between requests) and brings the answer back,
 * with the banner where it is a page ({@link dev.intercepts.cloud.edge.banner}).
 *
 * <p>Visitor and stream always run on one event loop: a visitor's connection moves to the tunnel's loop before its first request
 * is sent, so nothing is handed between threads afterwards (docs/decisions/0030). What may block (sessions, codes) runs on
 * virtual threads in {@code Admission}. Time limits are swept, not timed ({@code Deadlines}).
 *
 * <p>HTTP/2 becomes HTTP/1.1, stream by stream ({@code FirstBytes}, {@code VisitorStreams}, {@link
 * dev.intercepts.cloud.edge.http2}), so that all rules stand in one place (docs/decisions/0111).
 *
 * <p>{@link dev.intercepts.cloud.edge.Edge#start} needs plain objects only; {@code EdgeServer} is Spring's way in.
 *
 * <p>Try it by hand: {@code curl -i -H 'Host: <label>.preview.localhost' http://127.0.0.1:8081/}; the header {@code
 * x-intercepts-hop} of an error names who failed.
 */
@NullMarked
package dev.intercepts.cloud.edge;

import org.jspecify.annotations.NullMarked;
