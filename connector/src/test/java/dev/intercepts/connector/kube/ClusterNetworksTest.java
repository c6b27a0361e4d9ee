package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterNetworksTest {

    @Test
    void theRefusalOfAnAddressNamesTheRange() {
        assertThat(ClusterNetworks.rangesIn(
                        "Service \"x\" is invalid: spec.clusterIPs: Invalid value: []string{\"192.0.2.1\"}: failed to allocate IP"
                                + " 192.0.2.1: the provided IP (192.0.2.1) is not in the valid range. The range of valid IPs is"
                                + " 10.96.0.0/12"))
                .containsExactly("10.96.0.0/12");
        assertThat(ClusterNetworks.rangesIn("services is forbidden")).isEmpty();
    }

    /** Of a cluster whose API server says the same to everything; 0 for one that hangs up. */
    private static ClusterNetworks read(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            if (status > 0) {
                exchange.sendResponseHeaders(status, -1);
            }
            exchange.close();
        });
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .withRequestRetryBackoffLimit(0)
                .build();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new ApiHttp())
                .build()) {
            return ClusterNetworks.read(Cluster.of(client, "default"));
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void whatIsHiddenOrUnknownIsEmpty(int status) throws Exception {
        assertThat(read(status)).isEqualTo(new ClusterNetworks(Set.of(), Set.of(), Set.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 401, 429, 500, 503})
    void noAnswerIsNotTakenForOne(int status) {
        assertThatThrownBy(() -> read(status)).isInstanceOf(KubernetesClientException.class);
    }

    @Test
    void theObjectOfTheRange() {
        GenericKubernetesResource range = new GenericKubernetesResource();
        assertThat(ClusterNetworks.ofServiceRange(range)).isEmpty();

        range.setAdditionalProperty("spec", Map.of("cidrs", List.of("10.96.0.0/12", "fd00::/108")));
        assertThat(ClusterNetworks.ofServiceRange(range)).containsExactly("10.96.0.0/12", "fd00::/108");
    }
}
