package dev.intercepts.e2e.shapes;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a shape from its first moment to its last.
 *
 * @param before its objects before it was intercepted
 * @param said what the command said
 * @param withHeader who answered a request with the header of the intercept
 * @param withoutHeader who answered one without
 * @param probes which of the probes have reached the app since
 * @param pods what is wrong with its pods while it is intercepted; empty for nothing
 * @param left who answered a request with the header once it was left
 * @param after its objects after the agent was taken out
 * @param agents how many of its pods still had an agent then
 * @param failure what came in between, or {@code null}
 */
record Life(
        Map<String, String> before,
        String said,
        String withHeader,
        String withoutHeader,
        List<String> probes,
        String pods,
        String left,
        Map<String, String> after,
        int agents,
        @Nullable Throwable failure) {}
