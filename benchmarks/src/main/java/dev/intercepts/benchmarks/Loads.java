package dev.intercepts.benchmarks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the load generators print. */
final class Loads {

    private static final Pattern WRK_RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern WRK_COUNT = Pattern.compile("([0-9]+) requests in");
    private static final Pattern WRK_NOT_2XX = Pattern.compile("Non-2xx or 3xx responses: ([0-9]+)");
    private static final Pattern WRK_SOCKET =
            Pattern.compile("Socket errors: connect ([0-9]+), read ([0-9]+), write ([0-9]+), timeout ([0-9]+)");
    private static final Pattern VEGETA_P99 = Pattern.compile("\"99th\":([0-9]+)");
    private static final Pattern VEGETA_SUCCESS = Pattern.compile("\"success\":([0-9.e-]+)");
    private static final Pattern VEGETA_REQUESTS = Pattern.compile("\"requests\":([0-9]+)");

    private Loads() {}

    /**
     * What a run of a load generator found.
     *
     * @param value requests a second, or milliseconds
     * @param requests how many were answered
     * @param errors how many were not answered well
     */
    record Load(double value, long requests, long errors) {}

    /** Reads the report of {@code wrk}. */
    static Load wrk(String output) {
        long errors = (long) optional(WRK_NOT_2XX, output);
        Matcher socket = WRK_SOCKET.matcher(output);
        if (socket.find()) {
            for (int group = 1; group <= socket.groupCount(); group++) {
                errors += Long.parseLong(socket.group(group));
            }
        }
        return new Load(required(WRK_RATE, output), (long) required(WRK_COUNT, output), errors);
    }

    /** Reads the JSON report of {@code vegeta}; the value is the 99th percentile in milliseconds. */
    static Load vegeta(String json) {
        long requests = (long) required(VEGETA_REQUESTS, json);
        long failed = Math.round(requests * (1 - required(VEGETA_SUCCESS, json)));
        return new Load(required(VEGETA_P99, json) / 1e6, requests, failed);
    }

    /** Reads {@code curl -w '%{http_code} %{size_download} %{speed_download}'}; the value is MiB/s. */
    static Load curl(String output, long expectedBytes) {
        String[] words = output.strip().split(" ");
        boolean whole = words[0].equals("200") && Long.parseLong(words[1]) == expectedBytes;
        return new Load(Double.parseDouble(words[2]) / (1024 * 1024), 1, whole ? 0 : 1);
    }

    private static double required(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in what the load generator printed: " + output);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static double optional(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }
}
