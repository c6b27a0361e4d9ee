package dev.intercepts.dashboard.requests;

import dev.intercepts.cloud.requests.RecentRequests.Numbered;
import dev.intercepts.cloud.requests.SeenRequest;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * A request in the log, in words; also what the script gets.
 *
 * @param number where the log goes on
 * @param at RFC 3339, UTC
 * @param clock {@code 12:00:00 UTC}
 * @param tone {@code good}, {@code wait} or {@code bad}, by the status
 * @param status {@code 200}, or what happened where there was none
 * @param took until the answer began: {@code 12 ms}
 * @param by who answered: {@code Laptop}, {@code Cluster}, {@code Edge}
 */
public record RequestLine(
        long number,
        String at,
        String clock,
        String method,
        String path,
        String tone,
        String status,
        String took,
        String by) {

    /** Newest first. */
    public static List<RequestLine> of(List<Numbered> requests) {
        return requests.reversed().stream().map(RequestLine::of).toList();
    }

    static RequestLine of(Numbered numbered) {
        SeenRequest request = numbered.request();
        String at = request.at().truncatedTo(ChronoUnit.SECONDS).toString();
        return new RequestLine(
                numbered.number(),
                at,
                at.substring(11, 19) + " UTC",
                request.method(),
                request.path(),
                tone(request.status()),
                request.status() == 0 ? "given up" : Integer.toString(request.status()),
                took(request.took()),
                switch (request.answeredBy()) {
                    case LAPTOP -> "Laptop";
                    case CLUSTER -> "Cluster";
                    case EDGE -> "Edge";
                });
    }

    private static String tone(int status) {
        return status == 0 || status >= 500 ? "bad" : status >= 400 ? "wait" : "good";
    }

    private static String took(Duration took) {
        long millis = took.toMillis();
        return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
