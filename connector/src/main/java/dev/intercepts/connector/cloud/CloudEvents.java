package dev.intercepts.connector.cloud;

import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.protocol.cloud.CloudApi.InterceptView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Follows {@code GET /api/v1/events} (server-sent events), again after each break, while somebody is logged in. What happened during
 * the break is asked for.
 */
public final class CloudEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CloudEvents.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    /** The hosted service says something every ten seconds. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(35);

    private static final String MEANWHILE = "someone while this laptop was away";

    private final CloudHttp http;
    private final CloudClient cloud;
    private final Supplier<List<String>> own;
    private final Duration longestSilence;
    private final Listener listener;
    private final RandomGenerator random;
    private final Thread thread;

    /** Of the organization's intercepts those that were there; for the one thread. */
    private final Set<String> known = new HashSet<>();

    /** Told of what happens to intercepts of the organization. */
    public interface Listener {

        /** An intercept is new or has changed. */
        void changed(InterceptView intercept);

        /** An intercept has ended; {@code by} for people. */
        void ended(String id, String by);
    }

    /** Data of {@code intercept-ended}. */
    record EndedEvent(String id, String by) {}

    private CloudEvents(
            CloudHttp http,
            CloudClient cloud,
            Supplier<List<String>> own,
            Listener listener,
            RandomGenerator random,
            Duration longestSilence) {
        this.http = http;
        this.cloud = cloud;
        this.own = own;
        this.longestSilence = longestSilence;
        this.listener = listener;
        this.random = random;
        this.thread = Thread.ofVirtual().name("cloud-events").unstarted(this::follow);
    }

    /**
     * Starts to follow; ends when closed.
     *
     * @param own identifiers of the intercepts whose present state the listener is told at the start and after each break
     */
    public static CloudEvents follow(
            CloudHttp http, CloudClient cloud, Supplier<List<String>> own, Listener listener, RandomGenerator random) {
        return follow(http, cloud, own, listener, random, LONGEST_SILENCE);
    }

    /**
     * The same.
     *
     * @param longestSilence after which the stream counts as broken
     */
    static CloudEvents follow(
            CloudHttp http,
            CloudClient cloud,
            Supplier<List<String>> own,
            Listener listener,
            RandomGenerator random,
            Duration longestSilence) {
        CloudEvents events = new CloudEvents(http, cloud, own, listener, random, longestSilence);
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
        HttpResponse<InputStream> response = answer(request);
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("events: " + response.statusCode());
            }
            tellPresent();
            read(body);
        }
    }

    /** Waits for the answer's head only: a time limit of the request itself may count for all of the stream. */
    private HttpResponse<InputStream> answer(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> answer =
                http.client().sendAsync(request, BodyHandlers.ofInputStream());
        try {
            return answer.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("events: no answer within " + ANSWER_LIMIT.toSeconds() + " s", e);
        }
    }

    /** Events from now on wait in the stream meanwhile, so that none falls between. */
    private void tellPresent() throws InterruptedException {
        for (String id : own.get()) {
            try {
                cloud.find(id).ifPresentOrElse(this::changed, () -> missing(id));
            } catch (FailureException e) {
                if (!e.failure().code().equals(CloudHttp.NOT_UNDERSTOOD)) {
                    throw e;
                }
                LOG.atWarn().addKeyValue("intercept", id).setCause(e).log("intercept not understood");
            }
        }
    }

    private void changed(InterceptView intercept) {
        known.add(intercept.id());
        listener.changed(intercept);
    }

    /** What this login never saw is perhaps another organization's, registered before somebody else logged in. */
    private void missing(String id) {
        if (known.remove(id)) {
            listener.ended(id, MEANWHILE);
        }
    }

    private void read(InputStream body) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        try (SilenceLimit silence = SilenceLimit.start(body, longestSilence)) {
            try {
                ServerSentEvents.parse(
                        reader.lines().peek(line -> silence.heard()).iterator(), this::onEvent);
            } catch (UncheckedIOException e) {
                if (!silence.over()) {
                    throw e.getCause();
                }
            }
            if (silence.over()) {
                LOG.atInfo().addKeyValue("seconds", longestSilence.toSeconds()).log("no events, nor signs of life");
            }
        }
    }

    private void onEvent(String name, String data) {
        try {
            switch (name) {
                case "intercept" -> changed(http.mapper().readValue(data, InterceptView.class));
                case "intercept-ended" -> {
                    EndedEvent ended = http.mapper().readValue(data, EndedEvent.class);
                    known.remove(ended.id());
                    listener.ended(ended.id(), ended.by());
                }
                default -> LOG.atDebug().addKeyValue("event", name).log("unknown event");
            }
        } catch (JacksonException e) {
            LOG.atWarn().addKeyValue("event", name).setCause(e).log("event not understood");
        }
    }
}
