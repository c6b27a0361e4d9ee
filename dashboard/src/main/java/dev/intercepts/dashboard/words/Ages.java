package dev.intercepts.dashboard.words;

import java.time.Duration;
import java.time.Instant;

/** How far from now something is, in its largest unit. */
public final class Ages {

    private Ages() {}

    /** How long ago something was: {@code 5 min}; what is still to come counts as now. */
    public static String of(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        return age.isNegative() ? "0 s" : words(age);
    }

    /** How long it is until something: {@code 8 h}, rounded to the unit. */
    public static String until(Instant then, Instant now) {
        Duration left = Duration.between(now, then);
        if (left.isNegative()) {
            return "0 s";
        }
        Duration half = left.toDays() > 1
                ? Duration.ofHours(12)
                : left.toHours() > 1 ? Duration.ofMinutes(30) : Duration.ofSeconds(left.toMinutes() > 1 ? 30 : 0);
        return words(left.plus(half));
    }

    private static String words(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h";
        }
        if (age.toMinutes() > 0) {
            return age.toMinutes() + " min";
        }
        return age.toSeconds() + " s";
    }
}
