package dev.intercepts.e2e.shapes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shape of workload.
 *
 * @param name of its manifest, and of its objects
 * @param workload {@code deployment/named-port}
 * @param place which of the test's namespaces it is in
 * @param flags of {@code telepresence intercept} beside the usual ones
 * @param servicePort which port of the Service, or {@code null} for its only one
 * @param ask the path below the namespace's URL at the API server, by which the intercepted port is asked
 * @param probed what the app must go on being asked by the kubelet, as it says at {@code /seen}
 * @param refusal what the command must say, where the shape cannot be intercepted
 */
record Shape(
        String name,
        String workload,
        Place place,
        List<String> flags,
        @Nullable String servicePort,
        String ask,
        List<String> probed,
        @Nullable String refusal) {

    /** Namespaces with and without rules of their own. */
    enum Place {
        OPEN,
        RESTRICTED,
        QUOTA,
        FULL
    }

    static final List<Shape> ALL = List.of(
            good("named-port", "deployment").asked("services/named-port:http").probed("/live 8080", "tcp 8080"),
            good("numeric-port", "deployment").probed("/ready 8080", "tcp 8080"),
            good("grpc-probes", "deployment").probed("grpc 8080"),
            good("headless", "statefulset").asked("pods/headless-0:8080").probed("/ready 8080"),
            good("several-services", "deployment")
                    .with("--service", "several-services-more")
                    .port("admin")
                    .asked("services/several-services-more:admin"),
            good("native-sidecar", "deployment").probed("/live 8443"),
            good("bare-replicaset", "replicaset").probed("/ready 8080"),
            good("udp-and-sctp", "deployment").port("dns-tcp").asked("services/udp-and-sctp:dns-tcp"),
            good("restricted", "deployment")
                    .in(Place.RESTRICTED)
                    .port("http")
                    .asked("services/restricted:http")
                    .probed("/ready 8080"),
            good("guaranteed", "deployment").in(Place.QUOTA).probed("/ready 8080"),
            good("mesh", "deployment").probed("/ready 8080"),
            good("restricted", "deployment")
                    .in(Place.RESTRICTED)
                    .port("admin")
                    .refused("enforces the Pod Security level restricted, which forbids the NET_ADMIN"),
            good("over-quota", "deployment").in(Place.FULL).refused("exceeded quota: compute"),
            good("host-network", "deployment").refused("use the node's network"),
            good("paused", "deployment").refused("is paused; resume it"),
            good("partitioned", "statefulset").refused("updateStrategy.rollingUpdate.partition"),
            good("network-policy", "deployment").refused("NetworkPolicy only-the-app lets port 8080 into the pods"),
            good("daemonset", "daemonset").refused("daemonset/daemonset in namespace"),
            good("job", "job").refused("job/job in namespace"));

    private static Shape good(String name, String kind) {
        return new Shape(name, kind + "/" + name, Place.OPEN, List.of(), null, "services/" + name, List.of(), null);
    }

    private Shape in(Place other) {
        return new Shape(name, workload, other, flags, servicePort, ask, probed, refusal);
    }

    private Shape with(String... more) {
        return new Shape(name, workload, place, List.of(more), servicePort, ask, probed, refusal);
    }

    private Shape port(String port) {
        return new Shape(name, workload, place, flags, port, ask, probed, refusal);
    }

    private Shape asked(String path) {
        return new Shape(name, workload, place, flags, servicePort, path, probed, refusal);
    }

    private Shape probed(String... seen) {
        return new Shape(name, workload, place, flags, servicePort, ask, List.of(seen), refusal);
    }

    private Shape refused(String sentence) {
        return new Shape(name, workload, place, flags, servicePort, ask, probed, sentence);
    }

    @Override
    public String toString() {
        return servicePort == null ? name : name + " by " + servicePort;
    }
}
