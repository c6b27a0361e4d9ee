package dev.intercepts.connector.outbound;

import java.net.URI;
import java.util.Set;

/**
 * What is known of a cluster; each part may be empty where the user may not see it.
 *
 * @param ranges of its Services' and pods' addresses, as {@code 10.96.0.0/12}
 * @param nodeAddresses of its nodes
 * @param namespaces their names
 * @param apiServer its URL as the kubeconfig has it
 */
public record ClusterView(Set<String> ranges, Set<String> nodeAddresses, Set<String> namespaces, URI apiServer) {}
