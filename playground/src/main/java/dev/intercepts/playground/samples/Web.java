package dev.intercepts.playground.samples;

import dev.intercepts.playground.http.Answer;
import dev.intercepts.playground.http.Request;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Service {@code web}: the shop's front page, made of what {@code hello}, {@code orders} and {@code
 * dataprocessingnodeservice} answer, on container port 8080. {@code /headers} shows the headers that arrived.
 */
public final class Web {

    private final Pod pod;
    private final Upstream upstream = new Upstream();

    Web(Pod pod) {
        this.pod = pod;
    }

    /** Runs it as the process of a container. */
    public static void main(String[] arguments) throws InterruptedException {
        Pod pod = Pod.here();
        pod.listen(8080, new Web(pod)::answer);
        Pod.forever();
    }

    Answer answer(Request request) {
        return switch (request.path()) {
            case "/" -> page(request);
            case "/headers" -> Answer.text(200, headers(request));
            default -> Answer.text(404, "The shop has no " + request.path() + "\n");
        };
    }

    private Answer page(Request request) {
        Map<String, String> passedOn = Tracing.passedOn(request);
        return Answer.html(
                200,
                ShopPage.render(
                        upstream.get(pod.variable("HELLO_URL", "http://hello:8080/"), passedOn),
                        upstream.get(pod.variable("ORDERS_URL", "http://orders:8080/"), passedOn),
                        upstream.get(pod.variable("COLOR_URL", "http://dataprocessingnodeservice:3000/"), passedOn),
                        pod.name()));
    }

    private static String headers(Request request) {
        return new TreeMap<>(request.headers())
                .entrySet().stream()
                        .map(header -> header.getKey().toLowerCase(java.util.Locale.ROOT) + ": "
                                + String.join(", ", header.getValue()) + "\n")
                        .collect(Collectors.joining());
    }
}
