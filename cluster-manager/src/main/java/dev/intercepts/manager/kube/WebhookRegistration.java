package dev.intercepts.manager.kube;

import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the CA of the webhook in the configuration that the installer makes: from the moment it is there, and whenever it is made or
 * written anew.
 */
public final class WebhookRegistration implements AutoCloseable {

    /** A write that failed is tried again after this long; the watch alone would not tell of it. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(WebhookRegistration.class);

    private final Resource<MutatingWebhookConfiguration> resource;
    private final String bundle;
    private final SharedIndexInformer<MutatingWebhookConfiguration> informer;

    private WebhookRegistration(KubernetesClient client, String caPem) {
        this.resource = client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(ClusterNames.WEBHOOK);
        this.bundle = Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.UTF_8));
        this.informer = resource.runnableInformer(AGAIN.toMillis());
    }

    static WebhookRegistration keep(KubernetesClient client, String caPem) {
        WebhookRegistration registration = new WebhookRegistration(client, caPem);
        registration.start();
        return registration;
    }

    private void start() {
        informer.exceptionHandler((started, failure) -> {
            LOG.atWarn()
                    .addKeyValue("failure", String.valueOf(failure.getMessage()))
                    .log("Cannot watch the webhook's configuration; trying again");
            return true;
        });
        informer.addEventHandler(new Keeper());
        informer.start();
    }

    private void write(MutatingWebhookConfiguration configuration) {
        List<MutatingWebhook> webhooks = configuration.getWebhooks();
        List<String> patches = IntStream.range(0, webhooks.size())
                .filter(i -> !bundle.equals(webhooks.get(i).getClientConfig().getCaBundle()))
                .mapToObj(i -> "{\"op\":\"add\",\"path\":\"/webhooks/" + i + "/clientConfig/caBundle\",\"value\":\""
                        + bundle + "\"}")
                .toList();
        if (patches.isEmpty()) {
            return;
        }
        try {
            resource.patch(PatchContext.of(PatchType.JSON), "[" + String.join(",", patches) + "]");
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("failure", String.valueOf(e.getMessage()))
                    .log("Cannot write the webhook's CA; trying again");
        }
    }

    @Override
    public void close() {
        informer.close();
    }

    private final class Keeper implements ResourceEventHandler<MutatingWebhookConfiguration> {

        @Override
        public void onAdd(MutatingWebhookConfiguration added) {
            write(added);
        }

        @Override
        public void onUpdate(MutatingWebhookConfiguration before, MutatingWebhookConfiguration now) {
            write(now);
        }

        @Override
        public void onDelete(MutatingWebhookConfiguration last, boolean unknown) {
            // Who installs makes it anew.
        }
    }
}
