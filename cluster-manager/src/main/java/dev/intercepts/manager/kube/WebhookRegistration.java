package dev.intercepts.manager.kube;

import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/** Keeps the CA of the webhook in the configuration that the installer made. */
public final class WebhookRegistration {

    private final KubernetesClient client;

    public WebhookRegistration(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Writes the CA where it is not there yet. Blocks.
     *
     * @return whether there is a configuration
     */
    public boolean ensure(String caPem) {
        var resource = client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(ClusterNames.WEBHOOK);
        MutatingWebhookConfiguration configuration = resource.get();
        if (configuration == null) {
            return false;
        }
        String bundle = Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.UTF_8));
        List<MutatingWebhook> webhooks = configuration.getWebhooks();
        List<String> patches = IntStream.range(0, webhooks.size())
                .filter(i -> !bundle.equals(webhooks.get(i).getClientConfig().getCaBundle()))
                .mapToObj(i -> "{\"op\":\"add\",\"path\":\"/webhooks/" + i + "/clientConfig/caBundle\",\"value\":\""
                        + bundle + "\"}")
                .toList();
        if (!patches.isEmpty()) {
            resource.patch(
                    io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                            io.fabric8.kubernetes.client.dsl.base.PatchType.JSON),
                    "[" + String.join(",", patches) + "]");
        }
        return true;
    }
}
