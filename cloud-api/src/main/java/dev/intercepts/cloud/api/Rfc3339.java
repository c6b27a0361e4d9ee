package dev.intercepts.cloud.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as RFC 3339 §5.6 writes them. */
final class Rfc3339 {

    /** Its offsets go up to 23:59, Java's to 18:00 only. */
    private static final Pattern OFFSET = Pattern.compile("(.*T.*)([+-])([01][0-9]|2[0-3]):([0-5][0-9])");

    private Rfc3339() {}

    /**
     * The instant that it names.
     *
     * @throws DateTimeException for anything else
     */
    static Instant instant(String text) {
        Matcher offset = OFFSET.matcher(text);
        if (!offset.matches()) {
            return OffsetDateTime.parse(text).toInstant();
        }
        Duration ahead =
                Duration.ofHours(Integer.parseInt(offset.group(3))).plusMinutes(Integer.parseInt(offset.group(4)));
        Instant local = LocalDateTime.parse(offset.group(1)).toInstant(ZoneOffset.UTC);
        return offset.group(2).equals("+") ? local.minus(ahead) : local.plus(ahead);
    }
}
