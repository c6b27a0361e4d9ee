package dev.intercepts.manager.intercepts;

import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.manager.world.WorkloadView;
import dev.intercepts.protocol.intercept.InterceptSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From a workload to the one container port that an intercept means: by its Services, their ports, their targets. */
sealed interface Resolution {

    /** That port. */
    record Found(ServiceView service, ServiceView.Port port, ServiceView.Target target) implements Resolution {}

    /** Why there is none, or not only one. */
    record Failed(Outcome outcome) implements Resolution {}

    /** Finds it; everything by the pod template, so that it does not depend on which pods run. */
    static Resolution of(InterceptSpec spec, WorkloadView workload, List<ServiceView> services) {
        List<ServiceView> behind = services.stream()
                .filter(service -> service.selects(workload.ref().namespace(), workload.podLabels()))
                .sorted(Comparator.comparing(ServiceView::headless).thenComparing(ServiceView::name))
                .toList();
        if (behind.isEmpty()) {
            return failed(Outcome.noPorts("No Service selects the pods of " + workload.ref()));
        }
        String wanted = spec.service();
        List<ServiceView> named = wanted == null
                ? behind
                : behind.stream()
                        .filter(service -> service.name().equals(wanted))
                        .toList();
        if (named.isEmpty()) {
            return failed(Outcome.badArgs("Service " + wanted + " does not select the pods of " + workload.ref()
                    + "; these do: " + names(behind)));
        }
        return only(candidates(named, spec.servicePort()), named, spec.servicePort(), workload);
    }

    private static Resolution only(
            List<Candidate> candidates, List<ServiceView> services, @Nullable String port, WorkloadView workload) {
        if (candidates.isEmpty()) {
            return failed(Outcome.noPorts(
                    port == null
                            ? "Service " + names(services) + " has no TCP port"
                            : "Service " + names(services) + " has no TCP port " + port + "; it has "
                                    + ports(candidates(services, null))));
        }
        List<Found> found = candidates.stream()
                .flatMap(candidate -> candidate.port().resolve(workload.containers()).stream()
                        .map(target -> new Found(candidate.service(), candidate.port(), target)))
                .toList();
        Candidate first = candidates.getFirst();
        if (found.isEmpty()) {
            return failed(Outcome.noPorts("Port " + first.port().label() + " of Service "
                    + first.service().name() + " leads to the container port "
                    + first.port().target() + ", which "
                    + workload.ref() + " does not have"));
        }
        long targets = found.stream().map(Found::target).distinct().count();
        if (targets == 1) {
            return found.getFirst();
        }
        boolean oneService = found.stream().map(Found::service).distinct().count() == 1;
        return failed(Outcome.badArgs(
                oneService
                        ? "Service " + first.service().name() + " has several ports: " + ports(candidates)
                                + "; name one, as in --port 8080:"
                                + first.port().label()
                        : "Several Services select the pods of " + workload.ref() + ": " + names(services)
                                + "; name one by --service"));
    }

    private static List<Candidate> candidates(List<ServiceView> services, @Nullable String port) {
        List<Candidate> candidates = new ArrayList<>();
        for (ServiceView service : services) {
            for (ServiceView.Port candidate : service.ports()) {
                if (candidate.protocol().equals("TCP") && (port == null || candidate.isCalled(port))) {
                    candidates.add(new Candidate(service, candidate));
                }
            }
        }
        return candidates;
    }

    private static String names(List<ServiceView> services) {
        return services.stream().map(ServiceView::name).collect(Collectors.joining(", "));
    }

    private static String ports(List<Candidate> candidates) {
        return candidates.stream()
                .map(Candidate::port)
                .map(port -> port.name() == null ? "" + port.port() : port.name() + " (" + port.port() + ")")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Failed failed(Outcome outcome) {
        return new Failed(outcome);
    }

    /** A port that might be meant. */
    record Candidate(ServiceView service, ServiceView.Port port) {}
}
