package dev.intercepts.connector.cloud;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Authorization server metadata (RFC 8414), as far as it is used. */
record AuthorizationServer(
        @JsonProperty("authorization_endpoint") URI authorizationEndpoint,
        @JsonProperty("token_endpoint") URI tokenEndpoint,
        @JsonProperty("revocation_endpoint") @Nullable URI revocationEndpoint,

        @JsonProperty("device_authorization_endpoint") @Nullable
        URI deviceAuthorizationEndpoint) {}
