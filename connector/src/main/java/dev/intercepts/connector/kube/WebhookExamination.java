package dev.intercepts.connector.kube;

import dev.intercepts.connector.doctor.ClusterFacts.Webhook;
import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at what puts agents into new pods, as far as the user may. */
public final class WebhookExamination {

    private final KubernetesClient client;
    private final String namespace;

    public WebhookExamination(Cluster cluster) {
        this.client = cluster.client();
        this.namespace = cluster.managerNamespace();
    }

    /** How it stands; {@code null} where the user may not look at its configuration. */
    public @Nullable Webhook look() {
        Optional<MutatingWebhookConfiguration> configuration = permitted(() -> client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(ClusterNames.WEBHOOK)
                .get());
        if (configuration == null) {
            return null;
        }
        String bundle = configuration
                .flatMap(found -> found.getWebhooks().stream().findFirst())
                .map(webhook -> webhook.getClientConfig().getCaBundle())
                .orElse("");
        Optional<Service> service = permitted(() -> client.services()
                .inNamespace(namespace)
                .withName(ClusterNames.WEBHOOK_SERVICE)
                .get());
        return new Webhook(
                configuration.isPresent(),
                !bundle.isEmpty(),
                matches(bundle),
                service == null ? null : service.isPresent(),
                ready());
    }

    private @Nullable Boolean matches(String bundle) {
        Optional<Secret> secret = permitted(() -> client.secrets()
                .inNamespace(namespace)
                .withName(ClusterNames.WEBHOOK_SECRET)
                .get());
        return secret == null
                ? null
                : secret.map(found ->
                                found.getData() == null ? null : found.getData().get("ca.crt"))
                        .filter(bundle::equals)
                        .isPresent();
    }

    private int ready() {
        List<Pod> pods = client.pods()
                .inNamespace(namespace)
                .withLabels(ManagerLabels.SELECTOR)
                .list()
                .getItems();
        return (int) pods.stream().filter(Readiness::isPodReady).count();
    }

    /** What is there; {@code null} where the user may not ask. */
    static <T> @Nullable Optional<T> permitted(Supplier<@Nullable T> call) {
        try {
            return Optional.ofNullable(call.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403) {
                return null;
            }
            throw e;
        }
    }
}
