package dev.intercepts.dashboard.requests;

import dev.intercepts.cloud.requests.RecentRequests.Traffic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests by the minute as a drawing, with the last minute in words.
 *
 * @param path bars for an SVG of {@value #WIDTH} by {@value #HEIGHT}
 * @param words {@code 12 in the last minute}
 */
public record Sparkline(String path, String words) {

    static final int WIDTH = 90;
    static final int HEIGHT = 20;
    private static final int BAR = 3;

    /** Of what came in the last minutes; {@code null} where nothing did. */
    public static @Nullable Sparkline of(@Nullable Traffic traffic) {
        if (traffic == null) {
            return null;
        }
        List<Integer> counts = traffic.perMinute();
        int most = counts.stream().mapToInt(count -> count).max().orElse(0);
        if (most == 0) {
            return null;
        }
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < counts.size(); i++) {
            if (counts.get(i) > 0) {
                int height = Math.max(2, Math.round((float) HEIGHT * counts.get(i) / most));
                path.append("M%d %dv-%dh%dv%dz".formatted(i * BAR, HEIGHT, height, BAR - 1, height));
            }
        }
        // The minute that is under way, or the one before while it is young: whoever looks has just asked for
        // something.
        int lately = counts.getLast() > 0 || counts.size() < 2 ? counts.getLast() : counts.get(counts.size() - 2);
        return new Sparkline(path.toString(), lately + (lately == 1 ? " request" : " requests") + " a minute");
    }
}
