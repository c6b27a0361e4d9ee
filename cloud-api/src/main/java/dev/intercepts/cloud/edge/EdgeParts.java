package dev.intercepts.cloud.edge;

import java.util.function.Supplier;

/**
 * What every visitor's connection uses.
 *
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
        Supplier<String> secrets) {}
