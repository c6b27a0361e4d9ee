package dev.intercepts.manager.webhook;

import dev.intercepts.manager.http.HttpEndpoint;
import dev.intercepts.manager.kube.Secrets;
import dev.intercepts.manager.kube.WebhookRegistration;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The webhook's port, its certificate in a Secret, and the CA in the webhook's configuration. */
public final class WebhookServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);

    private final HttpEndpoint endpoint;
    private final WebhookRegistration registration;

    private WebhookServer(HttpEndpoint endpoint, WebhookRegistration registration) {
        this.endpoint = endpoint;
        this.registration = registration;
    }

    /**
     * Listens, with the certificate of the Secret or a new one, and keeps the configuration right from then on. Blocks for the
     * Secret.
     *
     * @param registration begins to keep the CA (PEM) that it is given in the webhook's configuration
     */
    public static WebhookServer start(
            String host,
            int port,
            AdmissionWebhook webhook,
            Secrets secrets,
            Function<String, WebhookRegistration> registration,
            String namespace,
            InstantSource clock) {
        WebhookCertificate certificate = certificate(secrets, namespace, clock.instant());
        HttpEndpoint endpoint = HttpEndpoint.bind(host, port, certificate.serverContext(), webhook);
        return new WebhookServer(endpoint, registration.apply(certificate.ca()));
    }

    private static WebhookCertificate certificate(Secrets secrets, String namespace, Instant now) {
        String host = ClusterNames.WEBHOOK_SERVICE + "." + namespace + ".svc";
        while (true) {
            Secrets.Stored stored = secrets.stored(ClusterNames.WEBHOOK_SECRET);
            Optional<WebhookCertificate> there = WebhookCertificate.ofSecret(stored.values(), host, now);
            if (there.isPresent()) {
                return there.get();
            }
            WebhookCertificate made = WebhookCertificate.generate(
                    List.of(ClusterNames.WEBHOOK_SERVICE, ClusterNames.MANAGER), namespace, now, new SecureRandom());
            // Replicas start together, and the API server may ask any of them: all must have the same one.
            if (secrets.replace(stored, made.toSecret())) {
                LOG.atInfo()
                        .addKeyValue("secret", ClusterNames.WEBHOOK_SECRET)
                        .log("Made a certificate for the webhook");
                return made;
            }
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return endpoint.address();
    }

    @Override
    public void close() {
        registration.close();
        endpoint.close();
    }
}
