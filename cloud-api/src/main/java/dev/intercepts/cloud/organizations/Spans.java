package dev.intercepts.cloud.organizations;

import java.time.Duration;

/** Durations in words. */
public final class Spans {

    private Spans() {}

    /** In the largest unit that says it exactly: {@code 8 hours}, {@code 90 minutes}, {@code 1 day}. */
    public static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0) {
            return count(seconds / 86_400, "day");
        }
        if (seconds % 3_600 == 0) {
            return count(seconds / 3_600, "hour");
        }
        if (seconds % 60 == 0) {
            return count(seconds / 60, "minute");
        }
        return count(seconds, "second");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
