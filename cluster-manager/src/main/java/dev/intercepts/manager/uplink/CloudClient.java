package dev.intercepts.manager.uplink;

import dev.intercepts.manager.http.BadRequestException;
import dev.intercepts.manager.http.Json;
import dev.intercepts.protocol.cloud.CloudApi.ClusterOrders;
import dev.intercepts.protocol.cloud.CloudApi.ClusterReport;
import dev.intercepts.protocol.cloud.CloudApi.Discovery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The hosted service's REST API as the manager uses it. All methods block. */
final class CloudClient implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final UplinkConfig config;
    private final HttpClient http;

    CloudClient(UplinkConfig config) {
        this.config = config;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** The service said no to the token. */
    static final class RefusedException extends IOException {
        RefusedException(int status) {
            super("the hosted service refused the cluster's token with " + status
                    + "; run telepresence login and connect again");
        }
    }

    Discovery discovery() throws IOException, InterruptedException {
        return body(
                send(
                        HttpRequest.newBuilder(config.at("/.well-known/intercepts"))
                                .timeout(ANSWER)
                                .build(),
                        BodyHandlers.ofByteArray()),
                Discovery.class);
    }

    ClusterOrders report(ClusterReport report) throws IOException, InterruptedException {
        HttpRequest request = authorized("/report")
                .timeout(ANSWER)
                .header("content-type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(report)))
                .build();
        return body(send(request, BodyHandlers.ofByteArray()), ClusterOrders.class);
    }

    /**
     * Follows the server-sent events until the connection ends.
     *
     * @param silence after so long without a line it is ended from here: what lies between may have forgotten it
     */
    void orders(Consumer<ClusterOrders> each, Duration silence) throws IOException, InterruptedException {
        HttpRequest request =
                authorized("/orders").header("accept", "text/event-stream").build();
        HttpResponse<InputStream> response = inTime(request, BodyHandlers.ofInputStream());
        try (Silence watch = new Silence(response.body(), silence)) {
            follow(response.body(), each, watch);
        }
    }

    private static void follow(InputStream body, Consumer<ClusterOrders> each, Silence watch) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            EventReader events = new EventReader();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                watch.heard();
                var event = events.line(line);
                if (event.isPresent() && event.get().name().equals("orders")) {
                    each.accept(read(event.get().data().getBytes(StandardCharsets.UTF_8), ClusterOrders.class));
                }
            }
        } catch (IOException e) {
            if (!watch.tooLong()) {
                throw e;
            }
        }
    }

    private HttpRequest.Builder authorized(String path) {
        return HttpRequest.newBuilder(config.at("/api/v1/clusters/" + config.clusterId() + path))
                .header("authorization", "Bearer " + config.token());
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return checked(request, http.send(request, handler));
    }

    /** The head within a time, which a request's own timeout extends to the body. */
    private <T> HttpResponse<T> inTime(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
        try {
            return checked(request, answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException(request.method() + " " + request.uri() + " was not answered: " + reason(e), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String reason(Exception e) {
        return e instanceof TimeoutException
                ? "nothing came within " + ANSWER.toSeconds() + " s"
                : String.valueOf(e.getCause());
    }

    private static <T> HttpResponse<T> checked(HttpRequest request, HttpResponse<T> response) throws IOException {
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            throw new RefusedException(status);
        }
        if (status != 200) {
            throw new IOException(request.method() + " " + request.uri() + " answered " + status + " (expected: 200)");
        }
        return response;
    }

    private static <T> T body(HttpResponse<byte[]> response, Class<T> type) throws IOException {
        return read(response.body(), type);
    }

    private static <T> T read(byte[] body, Class<T> type) throws IOException {
        try {
            return Json.read(body, type);
        } catch (BadRequestException e) {
            throw new IOException("the hosted service's answer cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
