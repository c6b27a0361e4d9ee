package dev.intercepts.connector.kube;

import dev.intercepts.connector.contract.IngressOptions;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Guesses how requests enter a cluster: LoadBalancer Services and Ingress resources first, else the Service itself. */
final class IngressSuggestion {

    private IngressSuggestion() {}

    /**
     * What to offer.
     *
     * @param services all that can be seen
     * @param ingresses all that can be seen
     * @param namespace of the intercepted workload
     * @param intercepted its Service, or {@code null}
     */
    static IngressOptions of(
            List<Service> services, List<Ingress> ingresses, String namespace, @Nullable Service intercepted) {
        List<Ingress> near = ingresses.stream()
                .sorted(Comparator.comparing((Ingress ingress) -> !leadsTo(ingress, namespace, intercepted))
                        .thenComparing(ingress ->
                                !namespace.equals(ingress.getMetadata().getNamespace()))
                        .thenComparing(ingress -> ingress.getMetadata().getName()))
                .toList();
        String l5Host = near.stream()
                .flatMap(ingress -> hosts(ingress, intercepted))
                .findFirst()
                .orElse(null);
        Service door = services.stream()
                .filter(service -> service.getSpec() != null
                        && "LoadBalancer".equals(service.getSpec().getType()))
                .filter(service -> ServicePorts.frontDoor(service) != null)
                .min(Comparator.comparing((Service service) -> !publishes(service, near))
                        .thenComparing(service -> !looksLikeIngress(service))
                        .thenComparing(service ->
                                !namespace.equals(service.getMetadata().getNamespace()))
                        .thenComparing(service -> service.getMetadata().getName()))
                .orElse(null);
        if (door != null) {
            return through(door, l5Host);
        }
        IngressOptions published = near.stream()
                .map(ingress -> published(ingress, l5Host))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (published != null) {
            return published;
        }
        return intercepted == null ? IngressOptions.NONE : through(intercepted, null);
    }

    private static IngressOptions through(Service service, @Nullable String l5Host) {
        String host =
                service.getMetadata().getName() + "." + service.getMetadata().getNamespace();
        ServicePort port = ServicePorts.frontDoor(service);
        if (port == null) {
            return new IngressOptions(host, null, null, l5Host);
        }
        boolean tls = "https".equals(port.getName()) || port.getPort() == 443;
        return new IngressOptions(host, port.getPort(), tls, l5Host);
    }

    private static @Nullable IngressOptions published(Ingress ingress, @Nullable String l5Host) {
        var status = ingress.getStatus();
        if (status == null
                || status.getLoadBalancer() == null
                || status.getLoadBalancer().getIngress() == null
                || status.getLoadBalancer().getIngress().isEmpty()) {
            return null;
        }
        var address = status.getLoadBalancer().getIngress().getFirst();
        String host = address.getIp() != null ? address.getIp() : address.getHostname();
        boolean tls = ingress.getSpec() != null
                && ingress.getSpec().getTls() != null
                && !ingress.getSpec().getTls().isEmpty();
        return host == null ? null : new IngressOptions(host, tls ? 443 : 80, tls, l5Host);
    }

    /** Whether the nearest Ingress has the Service's address: its controller writes there where it can be reached. */
    private static boolean publishes(Service service, List<Ingress> near) {
        if (near.isEmpty()
                || near.getFirst().getStatus() == null
                || near.getFirst().getStatus().getLoadBalancer() == null
                || service.getStatus() == null
                || service.getStatus().getLoadBalancer() == null) {
            return false;
        }
        Set<String> addresses = new HashSet<>();
        service.getStatus().getLoadBalancer().getIngress().forEach(address -> {
            addresses.add(String.valueOf(address.getIp()));
            addresses.add(String.valueOf(address.getHostname()));
        });
        addresses.remove("null");
        return near.getFirst().getStatus().getLoadBalancer().getIngress().stream()
                .anyMatch(address -> addresses.contains(address.getIp()) || addresses.contains(address.getHostname()));
    }

    private static boolean looksLikeIngress(Service service) {
        String name = service.getMetadata().getName();
        return Stream.of("ingress", "gateway", "traefik", "ambassador", "emissary", "contour", "envoy")
                .anyMatch(name::contains);
    }

    private static boolean leadsTo(Ingress ingress, String namespace, @Nullable Service intercepted) {
        return intercepted != null
                && namespace.equals(ingress.getMetadata().getNamespace())
                && rules(ingress).anyMatch(rule -> leadsTo(rule, intercepted));
    }

    private static boolean leadsTo(IngressRule rule, Service service) {
        return rule.getHttp() != null
                && rule.getHttp().getPaths().stream()
                        .map(HTTPIngressPath::getBackend)
                        .anyMatch(backend -> backend != null
                                && backend.getService() != null
                                && service.getMetadata()
                                        .getName()
                                        .equals(backend.getService().getName()));
    }

    /** A rule's host that leads to the intercepted Service comes first. */
    private static Stream<String> hosts(Ingress ingress, @Nullable Service intercepted) {
        return rules(ingress)
                .sorted(Comparator.comparing(rule -> intercepted == null || !leadsTo(rule, intercepted)))
                .map(IngressRule::getHost)
                .filter(host -> host != null && !host.isEmpty() && !host.startsWith("*"));
    }

    private static Stream<IngressRule> rules(Ingress ingress) {
        return ingress.getSpec() == null || ingress.getSpec().getRules() == null
                ? Stream.of()
                : ingress.getSpec().getRules().stream();
    }
}
