package dev.intercepts.manager.kube;

import dev.intercepts.manager.world.LabelSelector;
import dev.intercepts.manager.world.NetworkPolicyView;
import dev.intercepts.manager.world.PodSecurity;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What namespaces allow, of Kubernetes' objects. */
final class NamespaceViews {

    private NamespaceViews() {}

    static NetworkPolicyView of(NetworkPolicy policy) {
        var spec = policy.getSpec();
        List<String> types = spec.getPolicyTypes() == null ? List.of() : spec.getPolicyTypes();
        // The API server fills the types in; where something else did not, a policy is about what comes in.
        boolean incoming = types.isEmpty() || types.contains("Ingress");
        return new NetworkPolicyView(
                policy.getMetadata().getNamespace(),
                policy.getMetadata().getName(),
                selector(spec.getPodSelector()),
                incoming ? spec.getIngress().stream().map(NamespaceViews::rule).toList() : null,
                types.contains("Egress"));
    }

    private static NetworkPolicyView.Rule rule(NetworkPolicyIngressRule rule) {
        return new NetworkPolicyView.Rule(
                rule.getFrom() == null || rule.getFrom().isEmpty() ? "" : Serialization.asJson(rule.getFrom()),
                rule.getPorts() == null || rule.getPorts().isEmpty()
                        ? null
                        : rule.getPorts().stream()
                                .filter(port -> port.getProtocol() == null
                                        || port.getProtocol().equals("TCP"))
                                .map(NamespaceViews::ports)
                                .toList());
    }

    private static NetworkPolicyView.Ports ports(NetworkPolicyPort port) {
        var value = port.getPort();
        if (value == null) {
            return new NetworkPolicyView.Ports(null, 1, 65535);
        }
        if (value.getStrVal() != null) {
            return new NetworkPolicyView.Ports(value.getStrVal(), 0, 0);
        }
        int first = value.getIntVal();
        return new NetworkPolicyView.Ports(null, first, port.getEndPort() == null ? first : port.getEndPort());
    }

    private static LabelSelector selector(io.fabric8.kubernetes.api.model.@Nullable LabelSelector selector) {
        if (selector == null) {
            return new LabelSelector(Map.of(), List.of());
        }
        return new LabelSelector(
                selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels(),
                selector.getMatchExpressions().stream()
                        .map(expression -> new LabelSelector.Expression(
                                expression.getKey(), expression.getOperator(), expression.getValues()))
                        .toList());
    }

    static PodSecurity podSecurity(Namespace namespace) {
        Map<String, String> labels = namespace.getMetadata().getLabels();
        return PodSecurity.ofLabel(labels == null ? null : labels.get(PodSecurity.LABEL));
    }
}
