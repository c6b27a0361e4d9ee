package dev.intercepts.dashboard.words;

import dev.intercepts.cloud.organizations.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A choice of how long something lasts.
 *
 * @param value an ISO 8601 duration, or {@value #UNLIMITED}
 * @param words for people
 * @param chosen whether it is the one to begin with
 */
public record Span(String value, String words, boolean chosen) {

    /** The value of what has no end. */
    public static final String UNLIMITED = "unlimited";

    private static final List<Duration> USUAL = List.of(
            Duration.ofHours(1), Duration.ofHours(8), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30));

    /** The usual choices, and the present one where it is another; {@code null} has no end. */
    public static List<Span> choices(@Nullable Duration present) {
        List<Duration> durations = new ArrayList<>(USUAL);
        if (present != null && !durations.contains(present)) {
            durations.add(present);
            durations.sort(null);
        }
        List<Span> spans = new ArrayList<>();
        durations.forEach(duration ->
                spans.add(new Span(duration.toString(), "for " + Spans.words(duration), duration.equals(present))));
        spans.add(new Span(UNLIMITED, "until closed", present == null));
        return spans;
    }

    /** Reads a {@link #value}. */
    public static @Nullable Duration parse(String value) {
        return value.equals(UNLIMITED) ? null : Duration.parse(value);
    }
}
