package dev.intercepts.e2e;

import dev.intercepts.playground.world.WorldState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A client that sends a request every 100 ms through the ingress, whatever happens, and keeps what went wrong. */
final class Traffic implements AutoCloseable {

    private final String host;
    private final List<String> expected;
    private final HttpRequest request;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger answers = new AtomicInteger();
    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();

    private Traffic(WorldState world, String host, Map<String, String> headers, List<String> expected) {
        this.host = host;
        this.expected = expected;
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(world.ingressUrl() + "/"))
                .setHeader("Host", host)
                .timeout(Duration.ofSeconds(5));
        headers.forEach(builder::setHeader);
        this.request = builder.build();
    }

    /**
     * Begins.
     *
     * @param host of an ingress rule
     * @param expected a part of every right answer
     */
    static Traffic to(WorldState world, String host, String expected) {
        return to(world, host, Map.of(), List.of(expected));
    }

    /**
     * Begins.
     *
     * @param headers of each request
     * @param expected every right answer has one of them
     */
    static Traffic to(WorldState world, String host, Map<String, String> headers, List<String> expected) {
        Traffic traffic = new Traffic(world, host, headers, expected);
        traffic.clock.scheduleAtFixedRate(traffic::send, 0, 100, TimeUnit.MILLISECONDS);
        return traffic;
    }

    /** How many right answers there were. */
    int answers() {
        return answers.get();
    }

    /** What went wrong, with the time of day. */
    List<String> failures() {
        return Stream.concat(lost.stream(), wrong.stream()).toList();
    }

    /** Requests that got no answer, or an error's. */
    List<String> lost() {
        return List.copyOf(lost);
    }

    /** Answers of somebody who should not have been asked. */
    List<String> wrong() {
        return List.copyOf(wrong);
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
                failed(lost, begun, failure.toString());
            } else if (response.statusCode() != 200) {
                failed(lost, begun, response.statusCode() + " " + response.body());
            } else if (expected.stream().noneMatch(response.body()::contains)) {
                failed(wrong, begun, response.body());
            } else {
                answers.incrementAndGet();
            }
        });
    }

    private void failed(List<String> list, LocalTime begun, String what) {
        if (!clock.isShutdown()) {
            list.add(begun + " " + host + ": " + what);
        }
    }
}
