package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;

/** What probes and scrapers find, and that nobody else finds it. */
class OperationsTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final RunningService service = RunningService.shared();

    @AfterEach
    void accept() {
        AvailabilityChangeEvent.publish(service.context, ReadinessState.ACCEPTING_TRAFFIC);
    }

    @Test
    void aServiceThatDrainsLivesButIsNotReady() throws Exception {
        assertThat(get(service.url + "/readyz").statusCode()).isEqualTo(200);

        AvailabilityChangeEvent.publish(service.context, ReadinessState.REFUSING_TRAFFIC);

        assertThat(get(service.url + "/readyz").statusCode()).isEqualTo(503);
        assertThat(get(service.managementUrl() + "/actuator/health/readiness").statusCode())
                .isEqualTo(503);
        assertThat(get(service.url + "/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsTellOfTunnelsRequestsAndTheDatabase() throws Exception {
        HttpResponse<String> metrics = get(service.managementUrl() + "/actuator/prometheus");

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body().lines().filter(line -> !line.startsWith("#")))
                .anyMatch(line -> line.startsWith("intercepts_tunnel_clusters "))
                .anyMatch(line -> line.startsWith("intercepts_tunnel_laptops "))
                .anyMatch(line -> line.startsWith("intercepts_tunnel_streams "))
                .anyMatch(line -> line.startsWith("intercepts_edge_connections "))
                .anyMatch(line -> line.startsWith("intercepts_edge_waiting_bytes "))
                .anyMatch(line -> line.startsWith("intercepts_edge_requests_seconds_count{answered_by=\"laptop\""))
                .anyMatch(line -> line.startsWith("hikaricp_connections_active"))
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/actuator", "/actuator/prometheus", "/actuator/env", "/actuator/health", "/actuator/heapdump"})
    void nothingOfItIsOnThePortThatPeopleReach(String path) throws Exception {
        HttpResponse<String> answer = get(service.url + path);
        assertThat(answer.statusCode()).isIn(302, 401, 404);
        assertThat(answer.body()).doesNotContain("jvm_", "UP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/env", "/actuator/heapdump", "/actuator/configprops", "/actuator/shutdown"})
    void whatHoldsSecretsOrChangesSomethingIsNotThereAtAll(String path) throws Exception {
        assertThat(get(service.managementUrl() + path).statusCode()).isIn(302, 401, 404);
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
}
