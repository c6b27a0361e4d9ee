package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Failure;
import java.util.Locale;

/** For how long a preview is public, as a person types it. */
final class SharingTime {

    private static final String UNLIMITED = "unlimited";

    private SharingTime() {}

    /**
     * An ISO 8601 duration, or {@code unlimited}.
     *
     * @param typed {@code 30m}, {@code 8h}, {@code 7d} or {@code unlimited}
     */
    static String iso(String typed) {
        String time = typed.strip().toLowerCase(Locale.ROOT);
        if (time.equals(UNLIMITED)) {
            return UNLIMITED;
        }
        if (!time.matches("[1-9]\\d{0,5}[mhd]")) {
            throw Failure.usage(
                    "bad-time",
                    "--for: " + typed + " (expected: 30m, 8h, 7d or unlimited)",
                    "mend it; nothing was changed");
        }
        String upper = time.toUpperCase(Locale.ROOT);
        return time.endsWith("d") ? "P" + upper : "PT" + upper;
    }
}
