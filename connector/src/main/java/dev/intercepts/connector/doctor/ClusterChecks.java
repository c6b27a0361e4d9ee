package dev.intercepts.connector.doctor;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.doctor.ClusterFacts.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is to be said of a cluster. */
public final class ClusterChecks {

    /** The first one whose API server has server-side apply and names of namespaces as labels for good. */
    private static final int OLDEST_MINOR = 22;

    /** Connecting installs what is missing. */
    static final String PUT_BACK = "an administrator runs `telepresence connect`, or `helm upgrade`";

    /** Of a Traffic Manager for one namespace. */
    public static final String WITHOUT = "there is none: the Traffic Manager writes the agent into pod templates";

    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4}).*");

    private ClusterChecks() {}

    /** The findings, in order. Where the API server does not answer, that alone. */
    public static List<Finding> of(ClusterFacts facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("kubeconfig", "context " + facts.context()));
        Failure unreachable = facts.unreachable();
        String way = facts.server() + (facts.proxy() == null ? "" : " through the proxy " + facts.proxy());
        if (unreachable != null) {
            findings.add(
                    Finding.fail(
                            "API server",
                            "%s: %s".formatted(way, unreachable.message()),
                            facts.proxy() == null || !unreachable.code().equals("kube-unreachable")
                                    ? unreachable.hint()
                                    : "see that the proxy leads there: proxy-url of the kubeconfig, or the daemon's HTTPS_PROXY"));
            return findings;
        }
        findings.add(Finding.ok("API server", way + " answers"));
        findings.add(kubernetes(facts.version()));
        for (Purpose purpose : Purpose.values()) {
            findings.addAll(rights(facts, purpose));
        }
        findings.add(namespace(facts));
        findings.addAll(manager(facts));
        findings.addAll(agents(facts.manager(), facts.agents()));
        return findings;
    }

    private static Finding kubernetes(String version) {
        String check = "Kubernetes";
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            return Finding.warn(check, version + " is no version that is understood", "see `kubectl version`");
        }
        int major = Integer.parseInt(numbers.group(1));
        int minor = Integer.parseInt(numbers.group(2));
        return major > 1 || major == 1 && minor >= OLDEST_MINOR
                ? Finding.ok(check, version)
                : Finding.fail(
                        check, version + " is too old", "upgrade the cluster to 1.%d or newer".formatted(OLDEST_MINOR));
    }

    /** One line where all are there, else one for each that is missing. */
    private static List<Finding> rights(ClusterFacts facts, Purpose purpose) {
        String check = "rights to " + purpose;
        List<ClusterFacts.Right> asked = facts.rights().stream()
                .filter(right -> right.purpose() == purpose)
                .toList();
        List<ClusterFacts.Right> missing =
                asked.stream().filter(right -> !right.allowed()).toList();
        if (missing.isEmpty()) {
            return List.of(Finding.ok(check, "you have all %d".formatted(asked.size())));
        }
        if (purpose == Purpose.install && facts.manager() != null) {
            // Who only works with what an administrator installed needs none of them.
            return List.of(Finding.ok(
                    check,
                    "you lack %d of %d, and need none: it is installed".formatted(missing.size(), asked.size())));
        }
        String who = facts.onlyNamespace() == null ? "the cluster" : "namespace " + facts.onlyNamespace();
        String remedy = purpose != Purpose.install
                ? "an administrator of %s grants it".formatted(who)
                : "an administrator of %s runs `telepresence connect` once, or grants it".formatted(who)
                        + (facts.onlyNamespace() == null
                                ? "; `telepresence connect --manager-namespace NAME` needs rights in one namespace alone"
                                : "");
        return missing.stream()
                .map(right -> Finding.fail(check, "you may not " + right.what(), remedy))
                .toList();
    }

    private static Finding namespace(ClusterFacts facts) {
        String check = "namespace";
        String only = facts.onlyNamespace();
        if (facts.manager() != null && only != null && !only.equals(facts.namespace())) {
            return Finding.fail(
                    check,
                    "the Traffic Manager in namespace %s serves that namespace alone, not %s"
                            .formatted(only, facts.namespace()),
                    "leave --namespace away, or name another Traffic Manager with --manager-namespace");
        }
        return Boolean.FALSE.equals(facts.namespaceExists())
                ? Finding.fail(check, facts.namespace() + " is not there", "name another one with --namespace")
                : Finding.ok(check, facts.namespace());
    }

    private static List<Finding> manager(ClusterFacts facts) {
        String check = "Traffic Manager";
        Failure unknown = facts.managerUnknown();
        if (unknown != null) {
            return List.of(Finding.fail(check, unknown));
        }
        ClusterFacts.Manager manager = facts.manager();
        if (manager == null) {
            return List.of(Finding.warn(
                    check,
                    "is not installed in namespace " + facts.managerNamespace(),
                    "`telepresence connect` installs it"));
        }
        List<Finding> findings = new ArrayList<>();
        String ready = "version %s, %d of %d pods ready, image %s%s"
                .formatted(
                        manager.version(),
                        manager.ready(),
                        manager.replicas(),
                        manager.image(),
                        facts.onlyNamespace() == null ? "" : ", for namespace " + facts.onlyNamespace() + " alone");
        String why = manager.trouble() == null ? "" : ": " + manager.trouble();
        String look = "see `kubectl -n %s describe pods`".formatted(facts.managerNamespace());
        if (manager.ready() == 0) {
            findings.add(Finding.fail(check, ready + why, look));
        } else if (manager.ready() < manager.replicas()) {
            findings.add(Finding.warn(check, ready + why, look));
        } else {
            findings.add(Finding.ok(check, ready));
        }
        findings.add(lease(manager, facts.managerNamespace()));
        if (facts.onlyNamespace() != null) {
            findings.add(Finding.ok("webhook", WITHOUT));
            return findings;
        }
        findings.add(WebhookChecks.of(facts.webhook()));
        findings.add(
                facts.intercepts()
                        ? Finding.ok("custom resource", "intercepts.intercepts.dev is served")
                        : Finding.fail(
                                "custom resource",
                                "the API server does not serve intercepts.intercepts.dev",
                                PUT_BACK));
        return findings;
    }

    private static Finding lease(ClusterFacts.Manager manager, String namespace) {
        String check = "working replica";
        String log = "see `kubectl -n %s logs deployment/traffic-manager`".formatted(namespace);
        ClusterFacts.Lease lease = manager.lease();
        if (lease != null && lease.holder() != null) {
            Long age = lease.renewedSecondsAgo();
            // Its clock may be another: only a long silence means something.
            return age != null && age > 10L * lease.durationSeconds()
                    ? Finding.fail(check, "%s has not been heard of for %d s".formatted(lease.holder(), age), log)
                    : Finding.ok(check, lease.holder() + " holds the Lease");
        }
        return manager.active()
                ? Finding.ok(check, "one of the pods works")
                : Finding.fail(check, "none of the pods works", log);
    }

    private static List<Finding> agents(ClusterFacts.@Nullable Manager manager, List<ClusterFacts.Agent> agents) {
        String check = "Traffic Agents";
        if (manager == null) {
            return agents.isEmpty()
                    ? List.of()
                    : List.of(Finding.warn(
                            check,
                            "%d pods have one without a Traffic Manager".formatted(agents.size()),
                            "`telepresence connect`, or restart those pods once their workloads are unmarked"));
        }
        List<ClusterFacts.Agent> other = agents.stream()
                .filter(agent -> !agent.image().equals(manager.agentImage()))
                .toList();
        if (other.isEmpty()) {
            return List.of(Finding.ok(
                    check, agents.isEmpty() ? "none run" : agents.size() + " run, of the Traffic Manager's version"));
        }
        ClusterFacts.Agent first = other.getFirst();
        return List.of(Finding.warn(
                check,
                "%d of %d are of another image than the Traffic Manager's, such as %s in %s/%s"
                        .formatted(other.size(), agents.size(), first.image(), first.namespace(), first.pod()),
                "`kubectl rollout restart` their workloads when it suits"));
    }
}
