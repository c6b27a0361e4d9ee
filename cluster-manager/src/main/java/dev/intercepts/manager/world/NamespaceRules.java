package dev.intercepts.manager.world;

import java.util.List;
import java.util.Map;

/**
 * What namespaces allow; empty where the manager may not know.
 *
 * @param podSecurity level by namespace; a namespace that is missing allows everything
 * @param policies of all namespaces
 */
public record NamespaceRules(Map<String, PodSecurity> podSecurity, List<NetworkPolicyView> policies) {

    /** Nothing is forbidden. */
    public static final NamespaceRules NONE = new NamespaceRules(Map.of(), List.of());

    public NamespaceRules {
        podSecurity = Map.copyOf(podSecurity);
        policies = List.copyOf(policies);
    }

    /** What a namespace lets pods do. */
    public PodSecurity podSecurity(String namespace) {
        return podSecurity.getOrDefault(namespace, PodSecurity.PRIVILEGED);
    }

    /** The policies that concern pods with these labels, by name. */
    public List<NetworkPolicyView> policies(String namespace, Map<String, String> labels) {
        return policies.stream()
                .filter(policy ->
                        policy.namespace().equals(namespace) && policy.pods().matches(labels))
                .sorted(java.util.Comparator.comparing(NetworkPolicyView::name))
                .toList();
    }
}
