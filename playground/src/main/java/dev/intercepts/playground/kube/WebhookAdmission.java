package dev.intercepts.playground.kube;

import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the mutating webhooks of the cluster, in the order of their names. A webhook's Service is reached at one of its ready
 * pods; the certificate must be one of {@code caBundle} for the Service's name. {@code matchConditions} and reinvocation are
 * not looked at.
 */
final class WebhookAdmission implements Resources.Admission {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookAdmission.class);

    private final ObjectStore store;
    private final HttpClient http = HttpClient.newConnection();

    WebhookAdmission(ObjectStore store) {
        this.store = store;
    }

    @Override
    public ObjectNode admit(ResourceType type, String operation, ObjectNode object, @Nullable ObjectNode old) {
        ObjectNode admitted = object;
        for (ObjectNode configuration : store.all(ResourceTypes.MUTATING_WEBHOOKS)) {
            for (ObjectNode webhook : Json.objects(configuration, "webhooks").toList()) {
                if (concerns(webhook, type, operation, admitted)) {
                    admitted = ask(webhook, type, operation, admitted, old);
                }
            }
        }
        return admitted;
    }

    private boolean concerns(ObjectNode webhook, ResourceType type, String operation, ObjectNode object) {
        boolean ruled = Json.objects(webhook, "rules")
                .anyMatch(rule -> has(rule, "operations", operation)
                        && has(rule, "apiGroups", type.group())
                        && has(rule, "apiVersions", type.version())
                        && has(rule, "resources", type.plural()));
        if (!ruled || type.group().equals("admissionregistration.k8s.io")) {
            return false;
        }
        Map<String, String> namespaceLabels = type.namespaced()
                ? store.find(ResourceTypes.NAMESPACES, "", Meta.namespace(object))
                        .map(Meta::labels)
                        .orElse(Map.of())
                : Map.of();
        return Selector.matches(webhook.path("objectSelector"), Meta.labels(object))
                && Selector.matches(webhook.path("namespaceSelector"), namespaceLabels);
    }

    private static boolean has(JsonNode rule, String list, String value) {
        return Json.elements(rule, list).stream()
                .map(element -> element.asString(""))
                .anyMatch(element -> element.equals("*") || element.equals(value));
    }

    private ObjectNode ask(
            ObjectNode webhook, ResourceType type, String operation, ObjectNode object, @Nullable ObjectNode old) {
        String name = Json.text(webhook, "name");
        JsonNode response;
        try {
            ObjectNode review = review(type, operation, object, old);
            response = post(webhook, review).path("response");
        } catch (Exception e) {
            if (Json.text(webhook, "failurePolicy").equals("Ignore")) {
                LOG.atWarn()
                        .addKeyValue("webhook", name)
                        .addKeyValue("cause", e.toString())
                        .log("webhook did not answer and is ignored");
                return object;
            }
            throw new ApiException(
                    500,
                    "InternalError",
                    "Internal error occurred: failed calling webhook \"" + name + "\": " + e.getMessage());
        }
        if (!response.path("allowed").asBoolean(false)) {
            throw new ApiException(
                    Json.number(response, 403, "status", "code"),
                    "Forbidden",
                    "admission webhook \"" + name + "\" denied the request: "
                            + Json.text(response, "status", "message"));
        }
        String patch = Json.text(response, "patch");
        return patch.isEmpty()
                ? object
                : JsonPatch.apply(
                        object, Json.MAPPER.readTree(Base64.getDecoder().decode(patch)));
    }

    private static ObjectNode review(ResourceType type, String operation, ObjectNode object, @Nullable ObjectNode old) {
        ObjectNode review = Json.object().put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
        ObjectNode request = review.putObject("request")
                .put("uid", UUID.randomUUID().toString())
                .put("name", Meta.name(object))
                .put("namespace", Meta.namespace(object))
                .put("operation", operation)
                .put("dryRun", false);
        ObjectNode kind = Json.object().put("group", type.group()).put("version", type.version());
        request.set("kind", kind.deepCopy().put("kind", type.kind()));
        request.set("requestKind", kind.deepCopy().put("kind", type.kind()));
        request.set("resource", kind.deepCopy().put("resource", type.plural()));
        request.set("requestResource", kind.deepCopy().put("resource", type.plural()));
        request.set("userInfo", User.ADMIN.json());
        request.set("object", object);
        request.set("oldObject", old == null ? Json.MAPPER.nullNode() : old);
        request.set("options", Json.object().put("apiVersion", "meta.k8s.io/v1").put("kind", "CreateOptions"));
        return review;
    }

    private JsonNode post(ObjectNode webhook, ObjectNode review) throws java.io.IOException {
        JsonNode service = Json.at(webhook, "clientConfig", "service");
        int seconds = Json.number(webhook, 10, "timeoutSeconds");
        InetSocketAddress address = address(service);
        byte[] authorities = Base64.getDecoder().decode(Json.text(webhook, "clientConfig", "caBundle"));
        SslContext tls = SslContextBuilder.forClient()
                .trustManager(new ByteArrayInputStream(authorities))
                .build();
        byte[] answer = http.remoteAddress(() -> address)
                .secure(spec -> spec.sslContext(tls).handlerConfigurator(handler -> {
                    var parameters = handler.engine().getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    handler.engine().setSSLParameters(parameters);
                }))
                .headers(headers -> headers.set("Content-Type", "application/json"))
                .post()
                .uri(Json.text(service, "path") + "?timeout=" + seconds + "s")
                .send((request, out) -> out.sendObject(Unpooled.wrappedBuffer(Json.MAPPER.writeValueAsBytes(review))))
                .responseSingle((response, body) -> response.status().code() == 200
                        ? body.asByteArray()
                        : reactor.core.publisher.Mono.<byte[]>error(new java.io.IOException(
                                "status " + response.status().code() + " (expected: 200)")))
                .block(Duration.ofSeconds(seconds));
        return Json.MAPPER.readTree(answer == null ? new byte[] {'{', '}'} : answer);
    }

    /** A ready pod's address under the Service's name, so that TLS checks the name and the connection goes to the pod. */
    private InetSocketAddress address(JsonNode service) throws java.io.IOException {
        String namespace = Json.text(service, "namespace");
        String name = Json.text(service, "name");
        int port = Json.number(service, 443, "port");
        List<Backends.Backend> ready = store.find(ResourceTypes.SERVICES, namespace, name)
                .map(found -> Backends.of(
                        found, port, store.list(ResourceTypes.PODS, namespace).objects()))
                .orElse(List.of());
        if (ready.isEmpty()) {
            throw new java.io.IOException("no endpoints available for service \"" + name + "." + namespace + "\"");
        }
        Backends.Backend backend = ready.getFirst();
        byte[] ip = InetAddress.getByName(backend.ip()).getAddress();
        return new InetSocketAddress(InetAddress.getByAddress(name + "." + namespace + ".svc", ip), backend.port());
    }
}
