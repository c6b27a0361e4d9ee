package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    @Test
    void theObjectOfTheRange() {
        GenericKubernetesResource range = new GenericKubernetesResource();
        assertThat(ClusterNetworks.ofServiceRange(range)).isEmpty();

        range.setAdditionalProperty("spec", Map.of("cidrs", List.of("10.96.0.0/12", "fd00::/108")));
        assertThat(ClusterNetworks.ofServiceRange(range)).containsExactly("10.96.0.0/12", "fd00::/108");
    }
}
