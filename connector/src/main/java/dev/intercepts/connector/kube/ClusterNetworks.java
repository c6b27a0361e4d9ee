package dev.intercepts.connector.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which addresses and namespaces a cluster has, as far as the user may see that; what is hidden is empty.
 *
 * @param ranges of Services' and pods' addresses
 * @param nodeAddresses inner ones
 * @param namespaces names
 */
public record ClusterNetworks(Set<String> ranges, Set<String> nodeAddresses, Set<String> namespaces) {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterNetworks.class);
    private static final Pattern VALID_RANGE = Pattern.compile("range of valid IPs is ([0-9a-fA-F.:]+/\\d+)");
    private static final ResourceDefinitionContext SERVICE_RANGES = new ResourceDefinitionContext.Builder()
            .withGroup("networking.k8s.io")
            .withVersion("v1")
            .withKind("ServiceCIDR")
            .withPlural("servicecidrs")
            .withNamespaced(false)
            .build();

    /**
     * Asks the cluster.
     *
     * @throws KubernetesClientException where it gives no answer: that says nothing of what it has
     */
    public static ClusterNetworks read(Cluster cluster) {
        KubernetesClient client = cluster.client();
        List<Node> nodes = seen("nodes", () -> client.nodes().list().getItems());
        Set<String> ranges = new LinkedHashSet<>();
        seen(
                        "service ranges",
                        () -> client.genericKubernetesResources(SERVICE_RANGES)
                                .list()
                                .getItems())
                .forEach(range -> ranges.addAll(ofServiceRange(range)));
        if (ranges.isEmpty()) {
            ranges.addAll(seen("a service's range", () -> ofRefusal(client, cluster.namespace())));
        }
        Set<String> addresses = new LinkedHashSet<>();
        for (Node node : nodes) {
            if (node.getSpec() != null && node.getSpec().getPodCIDRs() != null) {
                ranges.addAll(node.getSpec().getPodCIDRs());
            }
            if (node.getStatus() != null && node.getStatus().getAddresses() != null) {
                node.getStatus().getAddresses().stream()
                        .filter(address -> address.getType().equals("InternalIP"))
                        .map(NodeAddress::getAddress)
                        .forEach(addresses::add);
            }
        }
        Set<String> namespaces = new LinkedHashSet<>();
        seen("namespaces", () -> client.namespaces().list().getItems())
                .forEach(namespace -> namespaces.add(namespace.getMetadata().getName()));
        return new ClusterNetworks(ranges, addresses, namespaces);
    }

    /** From Kubernetes 1.33 on there is an object for it. */
    static List<String> ofServiceRange(GenericKubernetesResource range) {
        return range.getAdditionalProperties().get("spec") instanceof java.util.Map<?, ?> spec
                        && spec.get("cidrs") instanceof List<?> cidrs
                ? cidrs.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Before that, whoever asks for an address that no Service can have is told which ones can; a rehearsal, nothing is made. */
    private static List<String> ofRefusal(KubernetesClient client, String namespace) {
        Service impossible = new ServiceBuilder()
                .withNewMetadata()
                .withName("intercepts-which-range")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withClusterIP("192.0.2.1")
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
        try {
            client.services()
                    .inNamespace(namespace)
                    .resource(impossible)
                    .dryRun()
                    .create();
            return List.of();
        } catch (KubernetesClientException e) {
            List<String> ranges = rangesIn(String.valueOf(e.getMessage()));
            if (ranges.isEmpty() && !refused(e)) {
                throw e;
            }
            return ranges;
        }
    }

    /** The ranges that the API server's refusal names. */
    static List<String> rangesIn(String refusal) {
        Matcher matcher = VALID_RANGE.matcher(refusal);
        return matcher.results().map(found -> found.group(1)).distinct().toList();
    }

    private static <T> List<T> seen(String what, Supplier<List<T>> question) {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            if (!refused(e)) {
                throw e;
            }
            LOG.atDebug()
                    .addKeyValue("what", what)
                    .addKeyValue("status", e.getCode())
                    .log("not shown by the cluster");
            return List.of();
        }
    }

    /** Whether the cluster answered, and will answer the same another time: hidden, unknown, or not to be had like that. */
    private static boolean refused(KubernetesClientException e) {
        return switch (e.getCode()) {
            case 400, 403, 404, 405, 422 -> true;
            default -> false;
        };
    }
}
