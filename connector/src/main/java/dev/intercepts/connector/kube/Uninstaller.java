package dev.intercepts.connector.kube;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes out what was put in: pods return to exactly what they were, and nothing of the product stays. */
public final class Uninstaller {

    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final long POLL_MILLIS = 250;
    private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);

    private final Cluster cluster;
    private final KubernetesClient client;
    private final Workloads workloads;

    public Uninstaller(Cluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
        this.workloads = new Workloads(cluster);
    }

    /** Removes the Traffic Agent from one workload's pods and awaits their roll-out. */
    public void removeAgent(String namespace, String name, Consumer<String> progress) throws InterruptedException {
        WorkloadObject workload = workloads.object(namespace, null, name);
        unmark(workload, progress);
        awaitRollOut(workload, progress);
    }

    /**
     * Removes it from every workload that has it, and awaits their roll-outs, which go on beside each other. What goes wrong with one is
     * said when the others are done.
     *
     * @param namespace {@code null} for all
     * @return how many workloads had it
     */
    public int removeAllAgents(@Nullable String namespace, Consumer<String> progress) throws InterruptedException {
        List<WorkloadObject> marked =
                workloads.objects(namespace, namespace == null ? "all namespaces" : "namespace " + namespace).stream()
                        .filter(workload -> !workload.owned())
                        .filter(this::ours)
                        .toList();
        List<FailureException> failures = new ArrayList<>();
        List<WorkloadObject> unmarked = new ArrayList<>();
        for (WorkloadObject workload : marked) {
            if (works(() -> unmark(workload, progress), failures)) {
                unmarked.add(workload);
            }
        }
        for (WorkloadObject workload : unmarked) {
            works(() -> awaitRollOut(workload, progress), failures);
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return marked.size();
    }

    /** A template that an agent was written into belongs to the Traffic Manager that serves its namespace alone. */
    private boolean ours(WorkloadObject workload) {
        return cluster.scope() == ManagerScope.namespace
                ? workload.written()
                : workload.marked() && !workload.written();
    }

    /** Removes the Traffic Manager and all that was installed with it. The agents must be gone. */
    public void removeManager(Consumer<String> progress) throws InterruptedException {
        progress.accept("Removing the Traffic Manager");
        String own = cluster.managerNamespace();
        String name = ClusterNames.MANAGER;
        boolean alone = cluster.scope() == ManagerScope.namespace;
        if (!alone) {
            delete(
                    "the webhook",
                    () -> client.admissionRegistration()
                            .v1()
                            .mutatingWebhookConfigurations()
                            .withName(ClusterNames.WEBHOOK)
                            .delete());
        }
        delete(
                "the Deployment",
                () -> client.apps()
                        .deployments()
                        .inNamespace(own)
                        .withName(name)
                        .delete());
        for (String service : List.of(name, ClusterNames.WEBHOOK_SERVICE)) {
            delete(
                    "a Service",
                    () -> client.services().inNamespace(own).withName(service).delete());
        }
        for (String secret : List.of(ClusterNames.WEBHOOK_SECRET, ClusterNames.UPLINK_SECRET)) {
            delete(
                    "a Secret",
                    () -> client.secrets().inNamespace(own).withName(secret).delete());
        }
        delete(
                "the Role",
                () -> client.rbac().roles().inNamespace(own).withName(name).delete());
        delete(
                "the RoleBinding",
                () -> client.rbac()
                        .roleBindings()
                        .inNamespace(own)
                        .withName(name)
                        .delete());
        delete(
                "the ServiceAccount",
                () -> client.serviceAccounts().inNamespace(own).withName(name).delete());
        if (alone) {
            delete(
                    "the intercepts",
                    () -> client.configMaps()
                            .inNamespace(own)
                            .withLabel(ClusterNames.INTERCEPT_LABEL)
                            .delete());
            awaitPods(own, progress);
            deleteLease(own);
            return;
        }
        delete(
                "the ClusterRoleBinding",
                () -> client.rbac().clusterRoleBindings().withName(name).delete());
        delete(
                "the ClusterRole",
                () -> client.rbac().clusterRoles().withName(name).delete());
        delete(
                "the custom resource definition",
                () -> client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(ClusterNames.INTERCEPT_PLURAL + "." + ClusterNames.GROUP)
                        .delete());
        awaitPods(own, progress);
        if (keepsNamespace(own)) {
            progress.accept("Namespace " + own + " stays: it was there before");
            deleteLease(own);
            return;
        }
        delete("the namespace", () -> client.namespaces().withName(own).delete());
        await(
                "namespace " + own + " to end",
                progress,
                () -> client.namespaces().withName(own).get() == null);
    }

    /** Only where its namespace stays, and when nobody is left to write it again. */
    private void deleteLease(String own) {
        delete(
                "the Lease",
                () -> client.leases()
                        .inNamespace(own)
                        .withName(ClusterNames.MANAGER_LEASE)
                        .delete());
    }

    private void awaitPods(String own, Consumer<String> progress) throws InterruptedException {
        await(
                "the Traffic Manager's pods to end",
                progress,
                () -> client.pods()
                        .inNamespace(own)
                        .withLabels(ManagerLabels.SELECTOR)
                        .list()
                        .getItems()
                        .isEmpty());
    }

    /** One that the installer made bears its label; only the product's own is taken without. */
    private boolean keepsNamespace(String own) {
        if (own.equals(ClusterNames.NAMESPACE)) {
            return false;
        }
        Namespace there = KubeFailures.when(
                "look at namespace " + own,
                () -> client.namespaces().withName(own).get());
        Map<String, String> labels = there == null ? null : there.getMetadata().getLabels();
        return labels == null
                || !ClusterNames.MANAGER.equals(
                        labels.get(ManagerLabels.SELECTOR.keySet().iterator().next()));
    }

    /** A part of the work on one of several workloads. */
    private interface Part {
        void run() throws InterruptedException;
    }

    private static boolean works(Part part, List<FailureException> failures) throws InterruptedException {
        try {
            part.run();
            return true;
        } catch (FailureException failure) {
            failures.add(failure);
            return false;
        }
    }

    private void unmark(WorkloadObject workload, Consumer<String> progress) {
        if (workload.written()) {
            progress.accept("Taking the Traffic Agent out of the template of " + workload.workload());
            KubeFailures.when("change the template of " + workload.workload(), () -> {
                RestoredTemplate.write(client, workload);
                return true;
            });
        } else if (workload.marked()) {
            progress.accept("Removing the Traffic Agent from " + workload.workload());
            String patch = unmarkingPatch(workload.template().getMetadata().getAnnotations());
            KubeFailures.when("change the template of " + workload.workload(), () -> switch (workload.kind()) {
                case Deployment ->
                    client.apps()
                            .deployments()
                            .inNamespace(workload.namespace())
                            .withName(workload.name())
                            .patch(JSON_PATCH, patch);
                case StatefulSet ->
                    client.apps()
                            .statefulSets()
                            .inNamespace(workload.namespace())
                            .withName(workload.name())
                            .patch(JSON_PATCH, patch);
                case ReplicaSet ->
                    client.apps()
                            .replicaSets()
                            .inNamespace(workload.namespace())
                            .withName(workload.name())
                            .patch(JSON_PATCH, patch);
            });
        }
    }

    /** RFC 6902. A map that holds nothing but our mark goes with it, since it was not there before. */
    static String unmarkingPatch(Map<String, String> annotations) {
        String path = "/spec/template/metadata/annotations";
        if (annotations.size() > 1) {
            path += "/" + ClusterNames.INJECT_ANNOTATION.replace("~", "~0").replace("/", "~1");
        }
        return "[{\"op\":\"remove\",\"path\":\"" + path + "\"}]";
    }

    private void awaitRollOut(WorkloadObject workload, Consumer<String> progress) throws InterruptedException {
        String what = "the pods of " + workload.workload() + " to be replaced";
        WorkloadPods pods = new WorkloadPods(client, workload);
        await(what, progress, () -> switch (workload.kind()) {
            case Deployment -> {
                var now = client.apps()
                        .deployments()
                        .inNamespace(workload.namespace())
                        .withName(workload.name())
                        .get();
                yield now == null || gone(pods, RollOut.left(now), RollOut.missing(now));
            }
            case StatefulSet -> {
                var now = client.apps()
                        .statefulSets()
                        .inNamespace(workload.namespace())
                        .withName(workload.name())
                        .get();
                yield now == null || gone(pods, RollOut.left(now), RollOut.missing(now));
            }
            // It does not replace pods by itself when its template changes.
            case ReplicaSet -> pods.replaceNextInjected();
        });
    }

    /** Whether no pod has an agent any more and the roll-out is done; what the controller leaves to its user is said at once. */
    private static boolean gone(WorkloadPods pods, @Nullable String left, @Nullable String missing) {
        boolean injected = !pods.injected().isEmpty();
        if (left != null && injected) {
            throw Failure.failed("pods-left", "the Traffic Agent is out of the template, but " + left, pods.hint());
        }
        return !injected && (left != null || missing == null);
    }

    private static void await(String what, Consumer<String> progress, BooleanSupplier done)
            throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        boolean said = false;
        while (!KubeFailures.when("wait for " + what, done::getAsBoolean)) {
            if (!said) {
                progress.accept("Waiting for " + what);
                said = true;
            }
            if (System.nanoTime() > end) {
                throw Failure.failed(
                        "uninstall-slow",
                        "waited %d s for %s".formatted(LIMIT.toSeconds(), what),
                        "see what holds it up with `kubectl describe`, then run this again");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static void delete(String what, Supplier<?> call) {
        KubeFailures.when("remove " + what, () -> {
            try {
                return call.get() != null;
            } catch (KubernetesClientException e) {
                if (e.getCode() == 404) {
                    return false;
                }
                throw e;
            }
        });
    }
}
