package dev.intercepts.connector.cloud;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Answer of the device authorization endpoint (RFC 8628 §3.2).
 *
 * @param expiresIn seconds
 * @param interval seconds between questions; 5 where it is not said
 */
record DeviceAuthorization(
        @JsonProperty("device_code") String deviceCode,
        @JsonProperty("user_code") String userCode,
        @JsonProperty("verification_uri") String verificationUri,
        @JsonProperty("expires_in") long expiresIn,
        @JsonProperty("interval") @Nullable Long interval) {

    /** Without the device's code, which is as good as the login. */
    @Override
    public String toString() {
        return "DeviceAuthorization[userCode=" + userCode + ", expiresIn=" + expiresIn + "]";
    }
}
