package dev.intercepts.connector.link;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.forward.ManagerForward;
import dev.intercepts.connector.json.Json;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Traffic Manager's API for connectors. Its local port is open for the time of one request only. */
public final class ManagerApi {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Cluster cluster;

    public ManagerApi(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Answer of {@code GET /v1/version}. */
    public record Version(
            String version,
            @Nullable String clusterUid,
            @Nullable Uplink uplink) {}

    /** How the manager's tunnel to the hosted service stands: {@code none}, {@code connecting}, {@code connected}, {@code refused}. */
    public record Uplink(
            String state,
            @Nullable String cloudUrl,
            @Nullable String message) {}

    /** Body of {@code PUT /v1/uplink}. */
    record UplinkOrder(String cloudUrl, String clusterId, String token) {}

    /** Answer of {@code GET /v1/environment}. */
    public record ContainerEnvironment(String container, Map<String, String> environment) {}

    /** Its version and how its uplink stands. */
    public Version version() throws InterruptedException {
        return Json.read(demand(call("GET", "/v1/version", null)), Version.class);
    }

    /** Gives it the token of its tunnel to the hosted service. */
    public void putUplink(String cloudUrl, String clusterId, String token) throws InterruptedException {
        demand(call("PUT", "/v1/uplink", Json.write(new UplinkOrder(cloudUrl, clusterId, token))));
    }

    /**
     * The intercepted container's environment; empty while no agent has said it.
     *
     * @param container {@code null} for the one whose port is intercepted
     */
    public Optional<ContainerEnvironment> environment(String namespace, String intercept, @Nullable String container)
            throws InterruptedException {
        String query = "?namespace=" + encode(namespace) + "&intercept=" + encode(intercept)
                + (container == null ? "" : "&container=" + encode(container));
        HttpResponse<String> answer = call("GET", "/v1/environment" + query, null);
        return answer.statusCode() == 404
                ? Optional.empty()
                : Optional.of(Json.read(demand(answer), ContainerEnvironment.class));
    }

    private HttpResponse<String> call(String method, String path, @Nullable String body) throws InterruptedException {
        try (ManagerForward forward = ManagerForward.open(cluster, ClusterNames.MANAGER_CONNECTOR_API_PORT);
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(LIMIT)
                        .build()) {
            URI uri = URI.create("http://127.0.0.1:" + forward.localPort() + path);
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(LIMIT)
                    .header("Content-Type", "application/json")
                    .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                    .build();
            try {
                HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                http.shutdownNow();
                return answer;
            } catch (IOException e) {
                http.shutdownNow();
                String why = forward.lastFailure() == null ? String.valueOf(e.getMessage()) : forward.lastFailure();
                throw unreachable(why, e);
            }
        } catch (IOException e) {
            throw unreachable(String.valueOf(e.getMessage()), e);
        }
    }

    private FailureException unreachable(@Nullable String why, IOException cause) {
        return new FailureException(
                new Failure(
                        "manager-unreachable",
                        "the Traffic Manager cannot be reached through the API server's port-forward: " + why,
                        "see that you may create pods/portforward in namespace " + cluster.managerNamespace(),
                        Exit.NOT_CONNECTED),
                cause);
    }

    private String demand(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw Failure.failed(
                    "manager-refused",
                    "the Traffic Manager refused: " + answer.statusCode() + " "
                            + answer.body().strip(),
                    "see its log: kubectl -n %s logs deployment/%s"
                            .formatted(cluster.managerNamespace(), ClusterNames.MANAGER));
        }
        return answer.body();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
