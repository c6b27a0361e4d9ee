package dev.intercepts.manager.kube;

import dev.intercepts.manager.http.Json;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An API server in memory with a deployment hello and its Service, to be rolled out by hand. */
public final class TestCluster implements AutoCloseable {

    private static final String YAML = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: hello, namespace: default, uid: d1}
            spec:
              selector: {matchLabels: {app: hello}}
              template:
                metadata: {labels: {app: hello}}
                spec:
                  containers:
                  - name: app
                    image: hello
                    env: [{name: COLOR, value: blue}]
                    ports: [{name: http, containerPort: 8080}]
            ---
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata:
              name: hello-1
              namespace: default
              uid: r1
              ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: hello, uid: d1, controller: true}]
            spec:
              selector: {matchLabels: {app: hello}}
              template: {metadata: {labels: {app: hello}}, spec: {containers: [{name: app, image: hello}]}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: hello, namespace: default}
            spec:
              selector: {app: hello}
              ports: [{name: http, port: 80, targetPort: http}]
            """;

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: %s
              namespace: default
              labels: {app: hello}
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: hello-1, uid: r1, controller: true}]
            spec:
              containers:
              - name: app
                image: hello
                env: [{name: COLOR, value: blue}]
                ports: [{name: http, containerPort: 8080}]
            """;

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger CHATTER = Logger.getLogger("io.fabric8.mockwebserver.MockWebServer");

    static {
        CHATTER.setLevel(Level.WARNING);
    }

    private final KubernetesMockServer server;
    private final KubernetesClient client;

    public TestCluster() {
        Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
        server = new KubernetesMockServer(
                new Context(), new MockWebServer(), responses, new KubernetesMixedDispatcher(responses), false);
        server.init();
        server.expect()
                .post()
                .withPath("/apis/authentication.k8s.io/v1/tokenreviews")
                .andReply(201, request -> review(request.getUtf8Body()))
                .always();
        client = server.createClient();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("kube-system")
                        .withUid("cluster-1")
                        .endMetadata()
                        .build())
                .create();
        client.resource(new MutatingWebhookConfigurationBuilder()
                        .withNewMetadata()
                        .withName(ClusterNames.WEBHOOK)
                        .endMetadata()
                        .addNewWebhook()
                        .withName("agent-injector.intercepts.dev")
                        .withNewClientConfig()
                        .endClientConfig()
                        .endWebhook()
                        .build())
                .create();
        client.load(new java.io.ByteArrayInputStream(YAML.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .create();
    }

    /** Where its API is. */
    public String url() {
        return client.getMasterUrl().toString();
    }

    /** What a manager uses; closing it closes only its own client. */
    public Cluster connect() {
        return new Cluster(server.createClient(), ClusterNames.NAMESPACE, false);
    }

    /**
     * Tokens {@code pod:<name>} are those of pods in namespace default, {@code kubernetes:<name>} the same pods' ordinary ones,
     * {@code person:<name>} somebody's.
     */
    private static Object review(String body) {
        String token;
        try {
            token = Json.read(body, tools.jackson.databind.JsonNode.class)
                    .path("spec")
                    .path("token")
                    .asString("");
        } catch (dev.intercepts.manager.http.BadRequestException e) {
            throw new AssertionError(e);
        }
        TokenReviewBuilder review = new TokenReviewBuilder();
        if (token.startsWith("kubernetes:") || token.startsWith("person:")) {
            String name = token.substring(token.indexOf(':') + 1);
            boolean person = token.startsWith("person:");
            return review.withNewStatus()
                    .withAuthenticated(true)
                    .withAudiences(person ? ClusterNames.AGENT_TOKEN_AUDIENCE : "https://kubernetes.default.svc")
                    .withNewUser()
                    .withUsername(person ? name : "system:serviceaccount:default:default")
                    .addToExtra("authentication.kubernetes.io/pod-name", List.of(name))
                    .endUser()
                    .endStatus()
                    .build();
        }
        return token.startsWith("pod:")
                ? review.withNewStatus()
                        .withAuthenticated(true)
                        .withAudiences(ClusterNames.AGENT_TOKEN_AUDIENCE)
                        .withNewUser()
                        .withUsername("system:serviceaccount:default:default")
                        .addToExtra("authentication.kubernetes.io/pod-name", List.of(token.substring(4)))
                        .endUser()
                        .endStatus()
                        .build()
                : review.withNewStatus().withAuthenticated(false).endStatus().build();
    }

    public void createIntercept(String name, InterceptSpec spec) {
        GenericKubernetesResource object = client.getKubernetesSerialization()
                .unmarshal(
                        Json.text(Map.of(
                                "apiVersion",
                                ClusterNames.GROUP + "/" + ClusterNames.VERSION,
                                "kind",
                                ClusterNames.INTERCEPT_KIND,
                                "metadata",
                                Map.of("name", name, "namespace", "default"),
                                "spec",
                                spec)),
                        GenericKubernetesResource.class);
        client.genericKubernetesResources(InterceptObjects.CONTEXT)
                .inNamespace("default")
                .resource(object)
                .create();
    }

    public @Nullable InterceptStatus status(String name) {
        GenericKubernetesResource object = intercept(name);
        return object == null ? null : InterceptObjects.read(object).status();
    }

    public boolean exists(String name) {
        return intercept(name) != null;
    }

    private @Nullable GenericKubernetesResource intercept(String name) {
        return client.genericKubernetesResources(InterceptObjects.CONTEXT)
                .inNamespace("default")
                .withName(name)
                .get();
    }

    /** How the template of deployment hello asks for the agent, or {@code null}. */
    public @Nullable String mark() {
        var annotations = client.apps()
                .deployments()
                .inNamespace("default")
                .withName("hello")
                .get()
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations();
        return annotations == null ? null : annotations.get(ClusterNames.INJECT_ANNOTATION);
    }

    public String caBundle() {
        return client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(ClusterNames.WEBHOOK)
                .get()
                .getWebhooks()
                .getFirst()
                .getClientConfig()
                .getCaBundle();
    }

    public Map<String, String> secret(String name) {
        return new Secrets(client, ClusterNames.NAMESPACE).read(name);
    }

    /** JSON of a pod as its ReplicaSet would ask for it. */
    public String podJson(String name, boolean marked) {
        Pod pod = client.getKubernetesSerialization().unmarshal(POD.formatted(name), Pod.class);
        if (marked) {
            String mark = mark();
            pod.getMetadata().setAnnotations(Map.of(ClusterNames.INJECT_ANNOTATION, mark == null ? "enabled" : mark));
        }
        return client.getKubernetesSerialization().asJson(pod);
    }

    /** JSON of a pod that nobody manages. */
    public String bareJson(String name) {
        Pod pod = client.getKubernetesSerialization().unmarshal(POD.formatted(name), Pod.class);
        pod.getMetadata().setOwnerReferences(List.of());
        return client.getKubernetesSerialization().asJson(pod);
    }

    /** Makes a pod, ready at once. */
    public void createPod(String json) {
        Pod pod = client.getKubernetesSerialization().unmarshal(json, Pod.class);
        pod = pod.edit()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
        client.pods().inNamespace("default").resource(pod).create();
    }

    /** Makes the pod of a replica of the manager. */
    public void createManagerPod(String name) {
        client.pods()
                .inNamespace(ClusterNames.NAMESPACE)
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(ClusterNames.NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Names of the manager's pods that say that they work. */
    public List<String> workingManagers() {
        return client
                .pods()
                .inNamespace(ClusterNames.NAMESPACE)
                .withLabel(ClusterNames.ACTIVE_LABEL, "true")
                .list()
                .getItems()
                .stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    public void deletePod(String name) {
        client.pods().inNamespace("default").withName(name).delete();
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}
