package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A service that is told to stop. */
class StoppingTest {

    /** The web server gives what is under way 15 s. */
    private static final Duration SHORT = Duration.ofSeconds(8);

    @Test
    void whoeverOnlyWatchesDoesNotHoldItUp() {
        try (HttpClient client = HttpClient.newHttpClient();
                RunningService service = RunningService.another(Map.of())) {
            service.github.person("stan", "acme");
            CommandLine stan = CommandLine.loggedIn(service, "stan", "acme");
            TestBrowser browser = service.browser();
            browser.signIn("stan", "acme", "/");
            CommandLine.Registered intercept = stan.register("watched");
            stan.preview(intercept.interceptId());
            String page = browser.get("/intercepts/" + intercept.interceptId()).body();
            String requests = page.replaceFirst("(?s).*data-requests=\"([^\"]+)\".*", "$1");

            CompletableFuture<Void> changes =
                    watch(client, service, "/api/v1/events", "Authorization", "Bearer " + stan.accessToken);
            CompletableFuture<Void> log =
                    watch(client, service, requests, "Cookie", TestBrowser.header(browser.cookies));
            long begun = System.nanoTime();
            service.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SHORT);
            await().until(() -> changes.isDone() && log.isDone());
        }
    }

    /** Follows a stream of events; completes when it has ended. */
    private static CompletableFuture<Void> watch(
            HttpClient client, RunningService service, String path, String field, String value) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url + path))
                .header(field, value)
                .build();
        HttpResponse<Stream<String>> response =
                client.sendAsync(request, BodyHandlers.ofLines()).join();
        assertThat(response.statusCode()).isEqualTo(200);
        CompletableFuture<Void> connected = new CompletableFuture<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (Stream<String> lines = response.body()) {
                lines.forEach(line -> connected.complete(null));
            } finally {
                ended.complete(null);
            }
        });
        await().until(connected::isDone);
        return ended;
    }
}
