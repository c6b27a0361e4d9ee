package dev.intercepts.playground.kube;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Asks a container how it is, as its {@code readinessProbe} or {@code livenessProbe} says. */
final class Probe {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final PodPlace place;
    private final JsonNode probe;

    Probe(PodPlace place, JsonNode probe) {
        this.place = place;
        this.probe = probe;
    }

    Duration period() {
        return Duration.ofSeconds(Json.number(probe, 10, "periodSeconds"));
    }

    Duration initialDelay() {
        return Duration.ofSeconds(Json.number(probe, 0, "initialDelaySeconds"));
    }

    int failureThreshold() {
        return Json.number(probe, 3, "failureThreshold");
    }

    /** One attempt. Commands inside the container cannot be run here and count as success. */
    boolean succeeds() throws InterruptedException {
        try {
            if (probe.has("httpGet") && !Json.text(probe, "httpGet", "scheme").equalsIgnoreCase("HTTPS")) {
                return get(Json.text(probe, "httpGet", "path"), port(Json.at(probe, "httpGet", "port")));
            }
            if (probe.has("httpGet") || probe.has("tcpSocket") || probe.has("grpc")) {
                String kind = probe.has("httpGet") ? "httpGet" : probe.has("grpc") ? "grpc" : "tcpSocket";
                return connects(port(Json.at(probe, kind, "port")));
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The port as it is seen from outside the pod, where probes come from. */
    private int port(JsonNode port) {
        int number = port.isNumber()
                ? port.asInt()
                : Backends.namedPort(place.pod(), port.asString("")).orElse(0);
        return Backends.redirected(place.pod(), number);
    }

    private Duration timeout() {
        return Duration.ofSeconds(Json.number(probe, 1, "timeoutSeconds"));
    }

    private boolean get(String path, int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + place.ip() + ":" + port + path))
                .timeout(timeout())
                .header("User-Agent", "kube-probe/1.34")
                .build();
        int status = HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        return status >= 200 && status < 400;
    }

    private boolean connects(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(place.ip(), port),
                    Math.toIntExact(timeout().toMillis()));
            return true;
        }
    }
}
