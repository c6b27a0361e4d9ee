package dev.intercepts.cloud.organizations;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an organization has decided.
 *
 * @param publicPreviews who may make previews public
 * @param publicFor how long a public preview stays so where nothing else is said; {@code null}: until somebody makes it private
 */
public record OrganizationSettings(
        WhoMayShare publicPreviews, @Nullable Duration publicFor) {

    /** The shortest time that a preview can be public for. */
    public static final Duration SHORTEST = Duration.ofMinutes(1);

    /** The longest one, unless it has no end. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** What holds until an organization decides otherwise. */
    public static final OrganizationSettings DEFAULT = new OrganizationSettings(WhoMayShare.EVERYBODY, null);

    public OrganizationSettings {
        if (publicFor != null) {
            checked(publicFor);
        }
    }

    /**
     * A duration within the bounds, to the second.
     *
     * @throws IllegalArgumentException for any other
     */
    public static Duration checked(Duration publicFor) {
        if (publicFor.compareTo(SHORTEST) < 0 || publicFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("publicFor: " + publicFor + " (expected: PT1M-PT8784H)");
        }
        return Duration.ofSeconds(publicFor.toSeconds());
    }

    /** Who may make a preview public: open to anyone who has the link. */
    public enum WhoMayShare {
        /** Every member. */
        EVERYBODY,
        /** Those whom GitHub calls the organization's owners. */
        OWNERS,
        /** Nobody; what is public already stays so until it is closed. */
        NOBODY
    }
}
