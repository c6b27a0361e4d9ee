package dev.intercepts.cloud.previews;

import dev.intercepts.cloud.organizations.OrganizationSettings;
import dev.intercepts.protocol.cloud.CloudApi.PreviewRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For how long a preview is made public. */
public sealed interface PublicFor {

    /** As the organization has it. */
    PublicFor DEFAULT = new ByDefault();

    /** Until somebody makes it private. */
    PublicFor UNLIMITED = new Unlimited();

    /** As the organization has it. */
    record ByDefault() implements PublicFor {}

    /** Until somebody makes it private. */
    record Unlimited() implements PublicFor {}

    /** For so long, then it becomes private by itself. */
    record Span(Duration duration) implements PublicFor {

        public Span {
            duration = OrganizationSettings.checked(duration);
        }
    }

    /**
     * Reads {@code publicFor} of a {@link PreviewRequest}.
     *
     * @throws IllegalArgumentException for what is neither an ISO 8601 duration within the bounds nor {@code unlimited}
     */
    static PublicFor parse(@Nullable String text) {
        if (text == null) {
            return DEFAULT;
        }
        if (text.equals(PreviewRequest.UNLIMITED)) {
            return UNLIMITED;
        }
        try {
            return new Span(Duration.parse(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "publicFor: " + text + " (expected: a duration such as PT8H or P7D, or unlimited)", e);
        }
    }

    /** When it ends, to the second; empty where it does not. */
    default Optional<Instant> until(Instant now, OrganizationSettings settings) {
        Optional<Duration> duration = switch (this) {
            case ByDefault ignored -> Optional.ofNullable(settings.publicFor());
            case Unlimited ignored -> Optional.empty();
            case Span(Duration span) -> Optional.of(span);
        };
        return duration.map(span -> now.plus(span).truncatedTo(ChronoUnit.SECONDS));
    }
}
