package dev.intercepts.connector.kube;

import dev.intercepts.connector.contract.Failure;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which Services lead to a workload's pods, and by which ports. */
final class ServicePorts {

    private ServicePorts() {}

    /** Those that select pods with these labels. */
    static List<Service> selecting(List<Service> services, Map<String, String> podLabels) {
        return services.stream()
                .filter(service -> service.getSpec() != null)
                .filter(service -> {
                    Map<String, String> selector = service.getSpec().getSelector();
                    return selector != null
                            && !selector.isEmpty()
                            && podLabels.entrySet().containsAll(selector.entrySet());
                })
                .toList();
    }

    /** A Service's TCP ports. */
    static List<ServicePort> tcp(Service service) {
        return service.getSpec().getPorts() == null
                ? List.of()
                : service.getSpec().getPorts().stream()
                        .filter(port ->
                                port.getProtocol() == null || port.getProtocol().equals("TCP"))
                        .toList();
    }

    /** Whether its name leads to the pods themselves. */
    static boolean headless(Service service) {
        return "None".equals(service.getSpec().getClusterIP());
    }

    /**
     * Sees that one container port is meant, by however many Services: a StatefulSet has a headless one beside the one that balances.
     *
     * @param workload its name
     * @param services that lead to it, at least one
     * @param wanted name or number of a Service's port, or {@code null}
     * @param containerPorts numbers by names
     * @throws dev.intercepts.connector.contract.FailureException where there is none, or several and none named
     */
    static void check(
            String workload, List<Service> services, @Nullable String wanted, Map<String, Integer> containerPorts) {
        List<Service> fitting = services.stream()
                .filter(service -> tcp(service).stream().anyMatch(port -> wanted == null || called(port, wanted)))
                .toList();
        String listed = (fitting.isEmpty() ? services : fitting)
                .stream()
                        .flatMap(service -> tcp(service).stream())
                        .map(port -> port.getName() == null
                                ? "" + port.getPort()
                                : port.getName() + " (" + port.getPort() + ")")
                        .distinct()
                        .collect(Collectors.joining(", "));
        if (fitting.isEmpty() && wanted != null) {
            throw Failure.usage(
                    "no-such-port",
                    "service %s has no port %s (expected: one of %s)".formatted(names(services), wanted, listed),
                    "name one with --port LOCAL:PORT");
        }
        long targets = fitting.stream()
                .flatMap(service -> tcp(service).stream())
                .filter(port -> wanted == null || called(port, wanted))
                .map(port -> target(port, containerPorts))
                .distinct()
                .count();
        if (targets > 1 && fitting.size() == 1) {
            throw Failure.usage(
                    "several-ports",
                    "service %s has several ports: %s".formatted(names(fitting), listed),
                    "name one with --port LOCAL:PORT");
        }
        if (targets > 1) {
            throw Failure.usage(
                    "several-services",
                    "%s has several services: %s".formatted(workload, names(fitting)),
                    "name one with --service");
        }
    }

    private static String target(ServicePort port, Map<String, Integer> containerPorts) {
        if (port.getTargetPort() == null || port.getTargetPort().getValue() == null) {
            return String.valueOf(port.getPort());
        }
        String target = String.valueOf(port.getTargetPort().getValue());
        Integer number = containerPorts.get(target);
        return number == null ? target : String.valueOf(number);
    }

    /** Names of Services, for people. */
    static String names(List<Service> services) {
        return services.stream().map(service -> service.getMetadata().getName()).collect(Collectors.joining(", "));
    }

    /** Name, else number. */
    static String label(ServicePort port) {
        return port.getName() == null || port.getName().isEmpty() ? String.valueOf(port.getPort()) : port.getName();
    }

    /** Whether the port is the one that a person calls so. */
    static boolean called(ServicePort port, String nameOrNumber) {
        return nameOrNumber.equals(port.getName()) || nameOrNumber.equals(String.valueOf(port.getPort()));
    }

    /** By preference: the name https, 443, the name http, 80, any. */
    static @Nullable ServicePort frontDoor(Service service) {
        List<ServicePort> ports = tcp(service);
        for (String preferred : new String[] {"https", "443", "http", "80"}) {
            for (ServicePort port : ports) {
                if (called(port, preferred)) {
                    return port;
                }
            }
        }
        return ports.isEmpty() ? null : ports.getFirst();
    }
}
