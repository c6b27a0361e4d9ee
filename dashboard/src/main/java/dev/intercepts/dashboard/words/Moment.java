package dev.intercepts.dashboard.words;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A point in time as pages show it.
 *
 * @param iso for {@code datetime}: RFC 3339, UTC, to the second; the script turns what is written in UTC into the reader's own zone
 * @param utc {@code 24 Nov 2026, 12:00:00 UTC}
 * @param age how long ago: {@code 5 min}
 */
public record Moment(String iso, String utc, String age) {

    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final Pattern WRITTEN = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z");

    /** A moment, seen from now. */
    public static Moment of(Instant at, Instant now) {
        return new Moment(at.truncatedTo(ChronoUnit.SECONDS).toString(), UTC.format(at), Ages.of(at, now));
    }

    /** A moment that may never have been. */
    public static @Nullable Moment ofNullable(@Nullable Instant at, Instant now) {
        return at == null ? null : of(at, now);
    }

    /** A sentence with its moments as people write them: the cluster's have RFC 3339. */
    public static String inWords(String sentence) {
        return WRITTEN.matcher(sentence).replaceAll(written -> UTC.format(Instant.parse(written.group())));
    }

    /** {@code 24 Nov 2026, 12:00:00 UTC}. */
    public static String utc(Instant at) {
        return UTC.format(at);
    }
}
