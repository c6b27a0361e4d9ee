package dev.intercepts.connector.kube;

import static dev.intercepts.connector.kube.WebhookExamination.permitted;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.contract.InstallOptions;
import dev.intercepts.connector.doctor.WebhookChecks;
import dev.intercepts.connector.kube.Rights.Right;
import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs the Traffic Manager, or a newer one, by server-side apply under a field manager of its own. */
public final class Installer {

    private static final Logger LOG = LoggerFactory.getLogger(Installer.class);
    private static final Duration READY_LIMIT = Duration.ofSeconds(180);
    private static final Duration WEBHOOK_LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 250;

    private final Cluster cluster;
    private final KubernetesClient client;
    private final String namespace;
    private final Rights rights;
    private final String version;

    public Installer(Cluster cluster, String version) {
        this.cluster = cluster;
        this.client = cluster.client();
        this.namespace = cluster.managerNamespace();
        this.rights = new Rights(cluster);
        this.version = version;
    }

    /**
     * Sees to it that a Traffic Manager is there and ready: of this version, or of a newer one.
     *
     * @param asked how it is to be installed, as the command's options say; changes one that is there
     * @param configured the same of {@code settings.json}; for one that is not there yet
     * @param progress takes what is going on
     * @param warning takes what the person should know although it goes on
     * @throws FailureException where rights are missing (it names them), the installation is not ours to change, or it does not
     *     become ready (it says why)
     */
    public void ensure(
            InstallOptions asked, InstallOptions configured, Consumer<String> progress, Consumer<String> warning)
            throws InterruptedException {
        Deployment there = sought();
        Installed installed = there == null ? null : Installed.of(there, complete(there));
        InstallOptions usual = there == null && configured.scope() == null
                ? configured.withScope(cluster.usualScope().name())
                : configured;
        switch (InstallPlan.of(installed, asked, usual, version)) {
            case InstallPlan.Refuse(Failure failure) -> throw new FailureException(failure);
            case InstallPlan.Keep(String said) -> {
                warn(said, warning);
                awaitReady(false, progress);
            }
            case InstallPlan.Apply plan -> {
                ManagerScope scope = plan.settings().scope();
                List<Right> missing = rights.missing(NeededRights.install(scope, namespace));
                if (missing.isEmpty()) {
                    demandNoOther(scope);
                    progress.accept(plan.progress());
                    apply(plan.settings());
                } else if (plan.wanted()) {
                    throw lacking(there == null ? "is not installed" : "was not changed", missing, scope);
                } else {
                    warn(plan.otherwise(), warning);
                }
                awaitReady(missing.isEmpty() && there != null && plan.wanted(), progress);
                if (missing.isEmpty() && scope == ManagerScope.cluster) {
                    awaitWebhook(progress);
                }
            }
        }
    }

    private static void warn(String said, Consumer<String> warning) {
        if (!said.isEmpty()) {
            LOG.atInfo().log(said);
            warning.accept(said);
        }
    }

    /** Whether there is a Traffic Manager at all. */
    public boolean installed() {
        return manager() != null;
    }

    /** The same; who may not even look for it is told all that is missing. */
    private @Nullable Deployment sought() {
        try {
            return manager();
        } catch (FailureException e) {
            if (!e.failure().code().equals("kube-forbidden")) {
                throw e;
            }
            ManagerScope scope = cluster.usualScope();
            List<Right> missing = rights.missing(NeededRights.install(scope, namespace));
            throw missing.isEmpty() ? e : lacking("cannot be looked for in namespace " + namespace, missing, scope);
        }
    }

    private @Nullable Deployment manager() {
        return KubeFailures.when(
                "look for the Traffic Manager",
                () -> client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(ClusterNames.MANAGER)
                        .get());
    }

    /** Two that serve all namespaces would take the same intercepts. */
    private void demandNoOther(ManagerScope scope) {
        if (scope == ManagerScope.namespace) {
            return;
        }
        var binding = KubeFailures.when(
                "look for another Traffic Manager",
                () -> permitted(() -> client.rbac()
                        .clusterRoleBindings()
                        .withName(ClusterNames.MANAGER)
                        .get()));
        if (binding == null || binding.isEmpty()) {
            return;
        }
        binding.get().getSubjects().stream()
                .map(subject -> subject.getNamespace())
                .filter(other -> other != null && !other.equals(namespace))
                .findFirst()
                .ifPresent(other -> {
                    throw Failure.failed(
                            "manager-elsewhere",
                            "a Traffic Manager in namespace %s serves all namespaces of this cluster".formatted(other),
                            "use it: `telepresence connect --manager-namespace %s`".formatted(other));
                });
    }

    private FailureException lacking(String state, List<Right> missing, ManagerScope scope) {
        boolean beside = scope == ManagerScope.cluster && missing.stream().anyMatch(right -> right.namespace() == null);
        return new FailureException(new Failure(
                "rights-missing",
                "the Traffic Manager %s, and you lack the rights to install it: %s"
                        .formatted(state, missing.stream().map(Right::toString).collect(Collectors.joining(", "))),
                beside
                        ? "an administrator of the cluster runs `telepresence connect` once, or grants you these rights;"
                                + " `telepresence connect --manager-namespace NAME` installs it for one namespace, with rights in"
                                + " that alone"
                        : "an administrator of %s runs `telepresence connect` once, or grants you these rights"
                                .formatted(scope == ManagerScope.cluster ? "the cluster" : "namespace " + namespace),
                Exit.FAILED));
    }

    /** Whether what a cluster's own tools may have taken away is there, as far as the user may look. */
    private boolean complete(Deployment there) {
        if (Installed.of(there, true).settings().scope() == ManagerScope.namespace) {
            return true;
        }
        return KubeFailures.when("look at what is installed", () -> {
            var webhook = permitted(() -> client.admissionRegistration()
                    .v1()
                    .mutatingWebhookConfigurations()
                    .withName(ClusterNames.WEBHOOK)
                    .get());
            var definition = permitted(
                    () -> client.genericKubernetesResources("apiextensions.k8s.io/v1", "CustomResourceDefinition")
                            .withName(ClusterNames.INTERCEPT_PLURAL + "." + ClusterNames.GROUP)
                            .get());
            return (webhook == null || webhook.isPresent()) && (definition == null || definition.isPresent());
        });
    }

    private void apply(InstallSettings settings) {
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(ClusterNames.INSTALLER_FIELD_MANAGER)
                .withForce(true)
                .build();
        for (HasMetadata manifest : Manifests.of(version, settings, namespace)) {
            if (manifest instanceof Namespace && keepsNamespace()) {
                continue;
            }
            String what = manifest.getKind() + " " + manifest.getMetadata().getName();
            KubeFailures.when("apply " + what, () -> client.resource(manifest).patch(context));
        }
    }

    /** A namespace that somebody else made stays as it is; the product's own is made by it. */
    private boolean keepsNamespace() {
        return !namespace.equals(ClusterNames.NAMESPACE)
                && KubeFailures.when(
                                "look for namespace " + namespace,
                                () -> client.namespaces().withName(namespace).get())
                        != null;
    }

    /**
     * Waits until one that works is there.
     *
     * @param whole whether to wait for all of them: a change that does not start must not pass for done
     */
    private void awaitReady(boolean whole, Consumer<String> progress) throws InterruptedException {
        await(READY_LIMIT, progress, () -> {
            Deployment deployment = manager();
            String missing = deployment == null ? "it was removed" : RollOut.missing(deployment);
            // An old pod that still ends, or a second one that still starts, is no reason to wait.
            if (missing == null || !whole && deployment != null && available(deployment)) {
                return null;
            }
            String trouble = podTrouble(deployment);
            String reason = trouble == null ? missing : trouble;
            return new Pending(
                    "the Traffic Manager (" + reason + ")",
                    Failure.failed(
                            "manager-not-ready",
                            "the Traffic Manager did not become ready within %d s: %s"
                                    .formatted(READY_LIMIT.toSeconds(), reason),
                            "see `kubectl -n %s describe pods`".formatted(namespace)));
        });
    }

    /** Until the manager has written into the webhook's configuration whom the API server is to trust, no pod gets an agent. */
    private void awaitWebhook(Consumer<String> progress) throws InterruptedException {
        WebhookExamination examination = new WebhookExamination(cluster);
        await(WEBHOOK_LIMIT, progress, () -> {
            Finding now = WebhookChecks.of(KubeFailures.when("look at the webhook", examination::look));
            return now.verdict() != Finding.Verdict.fail
                    ? null
                    : new Pending(
                            "the webhook (" + now.message() + ")",
                            Failure.failed("webhook-not-ready", "the webhook: " + now.message(), now.remedy()));
        });
    }

    /**
     * What is still to come.
     *
     * @param what and why, for people
     * @param late what it comes to when the time is up
     */
    private record Pending(String what, FailureException late) {}

    /** Looks until nothing is to come, and says what is each time that it is something else. */
    private static void await(Duration limit, Consumer<String> progress, Supplier<@Nullable Pending> look)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        String said = "";
        for (Pending pending = look.get(); pending != null; pending = look.get()) {
            if (!pending.what().equals(said)) {
                progress.accept("Waiting for " + pending.what());
                said = pending.what();
            }
            if (System.nanoTime() > end) {
                throw pending.late();
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean available(Deployment deployment) {
        var status = deployment.getStatus();
        boolean current = status != null
                && status.getObservedGeneration() != null
                && status.getObservedGeneration() >= deployment.getMetadata().getGeneration();
        return current
                && status.getAvailableReplicas() != null
                && status.getAvailableReplicas() > 0
                && status.getUpdatedReplicas() != null
                && status.getUpdatedReplicas() > 0;
    }

    private @Nullable String podTrouble(@Nullable Deployment deployment) {
        List<Pod> pods = KubeFailures.when(
                "look at the Traffic Manager's pods",
                () -> client.pods()
                        .inNamespace(namespace)
                        .withLabels(ManagerLabels.SELECTOR)
                        .list()
                        .getItems());
        return PodTrouble.of(deployment, pods);
    }
}
