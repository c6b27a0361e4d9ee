package dev.intercepts.connector.doctor;

import dev.intercepts.connector.contract.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What the hosted service tells.
 *
 * @param url of it, or {@code null} where nobody has logged in
 * @param version of it
 * @param skewSeconds how far this laptop's clock is ahead of its; {@code null} where it did not say
 * @param unreachable why it does not answer, or {@code null}
 * @param who whom the login speaks for
 * @param loginFailure why the login is not good, or {@code null}
 */
public record CloudFacts(
        @Nullable String url,
        @Nullable String version,
        @Nullable Long skewSeconds,
        @Nullable Failure unreachable,
        @Nullable String who,
        @Nullable Failure loginFailure) {

    /** Nobody is logged in. */
    public static final CloudFacts NONE = new CloudFacts(null, null, null, null, null, null);
}
