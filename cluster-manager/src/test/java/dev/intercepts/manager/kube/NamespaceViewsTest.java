package dev.intercepts.manager.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.manager.world.LabelSelector;
import dev.intercepts.manager.world.NetworkPolicyView;
import dev.intercepts.manager.world.NetworkPolicyView.Ports;
import dev.intercepts.manager.world.NetworkPolicyView.Rule;
import dev.intercepts.manager.world.PodSecurity;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceViewsTest {

    @Test
    void readsAPolicyOfBothDirections() {
        NetworkPolicyView view = NamespaceViews.of(policy("""
                metadata: {name: shop, namespace: default}
                spec:
                  podSelector:
                    matchLabels: {app: hello}
                    matchExpressions: [{key: tier, operator: In, values: [front]}]
                  policyTypes: [Ingress, Egress]
                  ingress:
                  - ports: [{port: 8080}, {port: http, protocol: TCP}, {port: 53, protocol: UDP}, {port: 9000, endPort: 9100}]
                    from: [{podSelector: {matchLabels: {app: web}}}]
                  - {}
                """));

        assertThat(view)
                .isEqualTo(new NetworkPolicyView(
                        "default",
                        "shop",
                        new LabelSelector(
                                Map.of("app", "hello"),
                                List.of(new LabelSelector.Expression("tier", "In", List.of("front")))),
                        List.of(
                                new Rule(
                                        "[{\"podSelector\":{\"matchLabels\":{\"app\":\"web\"}}}]",
                                        List.of(
                                                new Ports(null, 8080, 8080),
                                                new Ports("http", 0, 0),
                                                new Ports(null, 9000, 9100))),
                                new Rule("", null)),
                        true));
    }

    @Test
    void aPolicyForWhatGoesOutSaysNothingOfWhatComesIn() {
        NetworkPolicyView view = NamespaceViews.of(policy("""
                metadata: {name: out, namespace: default}
                spec: {podSelector: {}, policyTypes: [Egress]}
                """));

        assertThat(view.incoming()).isNull();
        assertThat(view.limitsOutgoing()).isTrue();
        assertThat(view.pods().matches(Map.of("any", "thing"))).isTrue();
    }

    @Test
    void readsThePodSecurityLevel() {
        assertThat(NamespaceViews.podSecurity(namespace("{pod-security.kubernetes.io/enforce: restricted}")))
                .isEqualTo(PodSecurity.RESTRICTED);
        assertThat(NamespaceViews.podSecurity(namespace("{pod-security.kubernetes.io/warn: restricted}")))
                .isEqualTo(PodSecurity.PRIVILEGED);
    }

    private static NetworkPolicy policy(String yaml) {
        return Serialization.unmarshal(
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n" + yaml, NetworkPolicy.class);
    }

    private static Namespace namespace(String labels) {
        return Serialization.unmarshal(
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: " + labels + "}", Namespace.class);
    }
}
