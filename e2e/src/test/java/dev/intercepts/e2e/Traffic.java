package dev.intercepts.e2e;

import dev.intercepts.playground.world.WorldState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that sends a request every 100 ms through the ingress, whatever happens, and keeps what went wrong. */
final class Traffic implements AutoCloseable {

    private final String host;
    private final String expected;
    private final HttpRequest request;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger answers = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    private Traffic(WorldState world, String host, String expected) {
        this.host = host;
        this.expected = expected;
        this.request = HttpRequest.newBuilder(URI.create(world.ingressUrl() + "/"))
                .setHeader("Host", host)
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    /**
     * Begins.
     *
     * @param host of an ingress rule
     * @param expected a part of every right answer
     */
    static Traffic to(WorldState world, String host, String expected) {
        Traffic traffic = new Traffic(world, host, expected);
        traffic.clock.scheduleAtFixedRate(traffic::send, 0, 100, TimeUnit.MILLISECONDS);
        return traffic;
    }

    /** How many right answers there were. */
    int answers() {
        return answers.get();
    }

    /** What went wrong, with the time of day. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        client.close();
    }

    private void send() {
        LocalTime begun = LocalTime.now();
        client.sendAsync(request, BodyHandlers.ofString()).whenComplete((response, failure) -> {
            if (failure != null) {
                failed(begun, failure.toString());
            } else if (response.statusCode() != 200 || !response.body().contains(expected)) {
                failed(begun, response.statusCode() + " " + response.body());
            } else {
                answers.incrementAndGet();
            }
        });
    }

    private void failed(LocalTime begun, String what) {
        if (!clock.isShutdown()) {
            failures.add(begun + " " + host + ": " + what);
        }
    }
}
