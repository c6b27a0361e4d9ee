package dev.intercepts.connector.kube;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Map;
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
