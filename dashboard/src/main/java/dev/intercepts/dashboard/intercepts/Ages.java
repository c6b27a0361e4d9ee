package dev.intercepts.dashboard.intercepts;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in its largest unit. */
final class Ages {

    private Ages() {}

    static String of(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        if (age.toDays() > 0) {
            return age.toDays() + " d";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h";
        }
        if (age.toMinutes() > 0) {
            return age.toMinutes() + " min";
        }
        return Math.max(0, age.toSeconds()) + " s";
    }
}
