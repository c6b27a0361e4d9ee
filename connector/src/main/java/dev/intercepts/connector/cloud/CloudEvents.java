package dev.intercepts.connector.cloud;

import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.protocol.cloud.CloudApi.InterceptView;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Follows {@code GET /api/v1/events} (server-sent events), again after each break, while somebody is logged in. */
public final class CloudEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CloudEvents.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final CloudHttp http;
    private final CloudClient cloud;
    private final Listener listener;
    private final RandomGenerator random;
    private final Thread thread;

    /** Told of what happens to intercepts of the organization. */
    public interface Listener {

        /** An intercept is new or has changed. */
        void changed(InterceptView intercept);

        /** An intercept has ended; {@code by} for people. */
        void ended(String id, String by);
    }

    /** Data of {@code intercept-ended}. */
    record EndedEvent(String id, String by) {}

    private CloudEvents(CloudHttp http, CloudClient cloud, Listener listener, RandomGenerator random) {
        this.http = http;
        this.cloud = cloud;
        this.listener = listener;
        this.random = random;
        this.thread = Thread.ofVirtual().name("cloud-events").unstarted(this::follow);
    }

    /** Starts to follow; ends when closed. */
    public static CloudEvents follow(CloudHttp http, CloudClient cloud, Listener listener, RandomGenerator random) {
        CloudEvents events = new CloudEvents(http, cloud, listener, random);
        events.thread.start();
        return events;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void follow() {
        long pause = 250;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (cloud.account().login().isPresent()) {
                    readOnce();
                    pause = 250;
                }
                Thread.sleep(Duration.ofMillis(random.nextLong(pause, 2 * pause)));
                pause = Math.min(2 * pause, LONGEST_PAUSE.toMillis());
            } catch (InterruptedException e) {
                return;
            } catch (IOException | FailureException e) {
                LOG.atDebug().setCause(e).log("events broke off");
                try {
                    Thread.sleep(Duration.ofMillis(random.nextLong(pause, 2 * pause)));
                } catch (InterruptedException stopped) {
                    return;
                }
                pause = Math.min(2 * pause, LONGEST_PAUSE.toMillis());
            }
        }
    }

    private void readOnce() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(cloud.uri("/api/v1/events"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + cloud.account().accessToken())
                .build();
        HttpResponse<Stream<String>> response = http.client().send(request, BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("events: " + response.statusCode());
            }
            ServerSentEvents.parse(lines.iterator(), this::onEvent);
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void onEvent(String name, String data) {
        try {
            switch (name) {
                case "intercept" -> listener.changed(http.mapper().readValue(data, InterceptView.class));
                case "intercept-ended" -> {
                    EndedEvent ended = http.mapper().readValue(data, EndedEvent.class);
                    listener.ended(ended.id(), ended.by());
                }
                default -> LOG.atDebug().addKeyValue("event", name).log("unknown event");
            }
        } catch (JacksonException e) {
            LOG.atWarn().addKeyValue("event", name).setCause(e).log("event not understood");
        }
    }
}
