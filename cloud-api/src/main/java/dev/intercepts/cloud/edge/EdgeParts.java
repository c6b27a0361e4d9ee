package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.requests.RequestSink;
import dev.intercepts.cloud.security.RateLimit;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What every visitor's connection uses.
 *
 * @param wrongCodes hand-off codes that were not good, by address
 * @param requests is told of each request to a preview
 * @param spans is told of each request that went into the cluster
 * @param secrets makes nonces: 128 random bits, base64url
 */
record EdgeParts(
        EdgeConfig config,
        Routes routes,
        Admission admission,
        Cookies cookies,
        Upstreams upstreams,
        Deadlines deadlines,
        AddressLimits addresses,
        RateLimit wrongCodes,
        RequestSink requests,
        SpanSink spans,
        Clock clock,
        Supplier<String> secrets) {}
