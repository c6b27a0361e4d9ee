package dev.intercepts.manager.intercepts;

import dev.intercepts.manager.injection.PortPlan;
import dev.intercepts.manager.world.ClusterSnapshot;
import dev.intercepts.manager.world.NetworkPolicyView;
import dev.intercepts.manager.world.PodSecurity;
import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.manager.world.WorkloadView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether an agent can stand before a port at all. Asked before anything is changed: a pod that the API server refuses, or that
 * its callers cannot reach any more, would take a workload away from everybody.
 */
final class Placement {

    private Placement() {}

    /** Why not, or empty. */
    static Optional<Outcome> obstacle(WorkloadView workload, Resolution.Found found, ClusterSnapshot cluster) {
        if (workload.obstacle() != null) {
            return Optional.of(Outcome.noAgent(
                    "The pods of " + workload.ref() + " " + workload.obstacle().clause()));
        }
        PodSecurity security = cluster.rules().podSecurity(workload.ref().namespace());
        if (!security.allowsRedirects() && found.service().needsRedirect(found.port())) {
            return Optional.of(Outcome.noAgent(forbidden(workload, found, security)));
        }
        return policy(workload, security, cluster).map(Outcome::noAgent);
    }

    private static String forbidden(WorkloadView workload, Resolution.Found found, PodSecurity security) {
        String service = found.service().name();
        String level = "; namespace " + workload.ref().namespace() + " enforces the Pod Security level "
                + security.label() + ", which forbids the NET_ADMIN that it takes to redirect that port";
        return found.service().headless()
                ? "Service " + service + " is headless, so its clients connect to port "
                        + found.target().port() + " of the pods themselves" + level
                        + ": intercept through a Service with a cluster address that targets the port by name"
                : "Service " + service + " leads to port " + found.target().port() + " by its number" + level
                        + ": give the port a name in the pod template and let targetPort of the Service name it";
    }

    /** Of a port whose name moves, connections come to the agent's port. A policy that let in the old number must let in that. */
    private static Optional<String> policy(WorkloadView workload, PodSecurity security, ClusterSnapshot cluster) {
        List<NetworkPolicyView> policies =
                cluster.rules().policies(workload.ref().namespace(), workload.podLabels());
        List<ServiceView> services = cluster.services().stream()
                .filter(service -> service.selects(workload.ref().namespace(), workload.podLabels()))
                .toList();
        PortPlan plan = PortPlan.of(workload.containers(), services, security.allowsRedirects());
        for (ServiceView service : services) {
            for (ServiceView.Port port : service.ports()) {
                OptionalInt agentPort = ServiceView.isNumber(port.target())
                        ? OptionalInt.empty()
                        : port.resolve(workload.containers())
                                .map(plan::agentPort)
                                .orElseGet(OptionalInt::empty);
                if (agentPort.isPresent()) {
                    int number =
                            port.resolve(workload.containers()).orElseThrow().port();
                    Optional<NetworkPolicyView> policy =
                            shutsOut(policies, number, port.target(), agentPort.getAsInt());
                    if (policy.isPresent()) {
                        return Optional.of("NetworkPolicy " + policy.get().name() + " lets port " + number
                                + " into the pods of " + workload.ref()
                                + " by its number, and with an agent connections come to port " + agentPort.getAsInt()
                                + " instead: let in the port by its name " + port.target() + ", or also "
                                + agentPort.getAsInt());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<NetworkPolicyView> shutsOut(
            List<NetworkPolicyView> policies, int number, String name, int agentPort) {
        List<NetworkPolicyView.Rule> rules = policies.stream()
                .flatMap(policy -> Optional.ofNullable(policy.incoming()).orElse(List.of()).stream())
                .toList();
        return policies.stream()
                .filter(policy -> Optional.ofNullable(policy.incoming()).orElse(List.of()).stream()
                        .filter(rule -> rule.lets(number))
                        .anyMatch(rule -> rules.stream()
                                .filter(other ->
                                        other.peers().isEmpty() || other.peers().equals(rule.peers()))
                                .noneMatch(other -> other.lets(agentPort) || other.lets(name))))
                .findFirst();
    }
}
