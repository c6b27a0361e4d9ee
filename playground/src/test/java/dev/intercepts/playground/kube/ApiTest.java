package dev.intercepts.playground.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API as fabric8's client sees it; nothing here starts a pod's process. */
class ApiTest {

    private static final String NS = "default";

    private static final ResourceDefinitionContext WIDGETS = new ResourceDefinitionContext.Builder()
            .withGroup("example.test")
            .withVersion("v1")
            .withKind("Widget")
            .withPlural("widgets")
            .withNamespaced(true)
            .build();

    private static final ResourceDefinitionContext NOTHING = new ResourceDefinitionContext.Builder()
            .withGroup("none.test")
            .withVersion("v1")
            .withKind("None")
            .withPlural("nones")
            .withNamespaced(true)
            .build();

    @TempDir
    static Path workDir;

    @SuppressWarnings("NullAway.Init")
    static InMemoryCluster cluster;

    @SuppressWarnings("NullAway.Init")
    static KubernetesClient client;

    @BeforeAll
    static void start() {
        ClusterConfig.Denial denial = new ClusterConfig.Denial("create", "apps", "deployments");
        cluster = InMemoryCluster.start(TestCluster.config(workDir).withDenials(List.of(denial)));
        client = cluster.client();
        client.resource("""
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: widgets.example.test}
                        spec:
                          group: example.test
                          scope: Namespaced
                          names: {plural: widgets, kind: Widget}
                          versions:
                          - name: v1
                            served: true
                            storage: true
                            subresources: {status: {}}
                            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                        """).create();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static ConfigMap map(String name, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NS)
                .addToLabels("test", name)
                .endMetadata()
                .withData(data)
                .build();
    }

    private static GenericKubernetesResource widget(String name, int size) {
        return client.getKubernetesSerialization()
                .unmarshal("""
                        apiVersion: example.test/v1
                        kind: Widget
                        metadata: {name: %s, namespace: default}
                        spec: {size: %d}
                        """.formatted(name, size), GenericKubernetesResource.class);
    }

    private static int code(Throwable thrown) {
        return ((KubernetesClientException) thrown).getCode();
    }

    @Test
    void creates_reads_replaces_and_deletes() {
        ConfigMap made = client.resource(map("crud", Map.of("a", "1"))).create();
        assertThat(made.getMetadata().getUid()).isNotEmpty();
        assertThat(made.getMetadata().getCreationTimestamp()).isNotEmpty();

        made.setData(Map.of("a", "2"));
        ConfigMap replaced = client.resource(made).update();
        assertThat(replaced.getData()).containsEntry("a", "2");
        assertThat(replaced.getMetadata().getResourceVersion())
                .isNotEqualTo(made.getMetadata().getResourceVersion());

        client.resource(replaced).delete();
        assertThat(client.configMaps().inNamespace(NS).withName("crud").get()).isNull();
    }

    @Test
    void refuses_what_a_cluster_refuses() {
        client.resource(map("twice", Map.of())).create();
        assertThatThrownBy(() -> client.resource(map("twice", Map.of())).create())
                .satisfies(e -> assertThat(code(e)).isEqualTo(409))
                .hasMessageContaining("already exists");
        assertThatThrownBy(() -> client.resource(map("Upper_Case", Map.of())).create())
                .satisfies(e -> assertThat(code(e)).isEqualTo(422));
        assertThatThrownBy(() -> client.configMaps()
                        .inNamespace("nowhere")
                        .resource(new ConfigMapBuilder(map("lost", Map.of()))
                                .editMetadata()
                                .withNamespace("nowhere")
                                .endMetadata()
                                .build())
                        .create())
                .satisfies(e -> assertThat(code(e)).isEqualTo(404));
        assertThatThrownBy(() -> client.genericKubernetesResources(NOTHING)
                        .inNamespace(NS)
                        .list())
                .satisfies(e -> assertThat(code(e)).isEqualTo(404));
    }

    @Test
    void refuses_strangers() {
        Config stranger = Config.fromKubeconfig(cluster.kubeconfigYaml().replaceAll("token: .*", "token: forged"));
        try (KubernetesClient other =
                new KubernetesClientBuilder().withConfig(stranger).build()) {
            assertThatThrownBy(() -> other.configMaps().inNamespace(NS).list())
                    .satisfies(e -> assertThat(code(e)).isEqualTo(401));
        }
    }

    @Test
    void an_update_of_an_old_state_is_a_conflict() {
        Lease lease = client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName("leader")
                        .withNamespace(NS)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("one")
                        .endSpec()
                        .build())
                .create();
        lease.getSpec().setHolderIdentity("two");
        client.resource(lease).update();
        lease.getSpec().setHolderIdentity("three");

        assertThatThrownBy(() -> client.resource(lease)
                        .lockResourceVersion(lease.getMetadata().getResourceVersion())
                        .update())
                .satisfies(e -> assertThat(code(e)).isEqualTo(409));
    }

    @Test
    void patches_in_three_ways() {
        var deployment = client.resource(TestCluster.app(NS, "patched", 0).getFirst());
        deployment.create();
        var patched = client.apps().deployments().inNamespace(NS).withName("patched");

        patched.patch(PatchContext.of(PatchType.STRATEGIC_MERGE), """
                spec:
                  template:
                    spec:
                      containers:
                      - name: app
                        env: [{name: EXTRA, value: "yes"}]
                      - {name: more, image: other}
                """);
        Deployment strategic = patched.get();
        assertThat(strategic.getSpec().getTemplate().getSpec().getContainers())
                .extracting(container -> container.getName() + " " + container.getImage())
                .containsExactly("app test-app", "more other");
        assertThat(strategic
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getEnv())
                .extracting(variable -> variable.getName())
                .containsExactlyInAnyOrder("VERSION", "POD_IP", "EXTRA");

        patched.patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"a/b\":\"c\"}}}}}");
        patched.patch(
                PatchContext.of(PatchType.JSON),
                "[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":0},"
                        + "{\"op\":\"remove\",\"path\":\"/spec/template/metadata/annotations/a~1b\"},"
                        + "{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"x\":\"y\"}}]");
        Deployment json = patched.get();
        assertThat(json.getMetadata().getLabels()).containsEntry("x", "y");
        assertThat(json.getSpec().getTemplate().getMetadata().getAnnotations()).isNullOrEmpty();
        assertThatThrownBy(() -> patched.patch(
                        PatchContext.of(PatchType.JSON), "[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":7}]"))
                .satisfies(e -> assertThat(code(e)).isEqualTo(422));
    }

    @Test
    void the_generation_counts_changes_of_the_spec_only() {
        client.resource(TestCluster.app(NS, "counted", 0).getFirst()).create();
        var counted = client.apps().deployments().inNamespace(NS).withName("counted");

        PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
        counted.patch(merge, "{\"metadata\":{\"annotations\":{\"note\":\"new\"}}}");
        assertThat(counted.get().getMetadata().getGeneration()).isEqualTo(1);
        counted.patch(merge, "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"note\":\"new\"}}}}}");
        assertThat(counted.get().getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void an_applied_configuration_twice_changes_nothing() {
        PatchContext apply = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("installer")
                .withForce(true)
                .build();
        for (var object : TestCluster.app(NS, "applied", 0)) {
            var first = client.resource(object).patch(apply);
            String settled = client.resource(object).get().getMetadata().getResourceVersion();
            var second = client.resource(object).patch(apply);
            assertThat(second.getMetadata().getUid())
                    .isEqualTo(first.getMetadata().getUid());
            // a Deployment's status may have been written between the two
            assertThat(second.getMetadata().getGeneration())
                    .isEqualTo(first.getMetadata().getGeneration());
            if (object instanceof io.fabric8.kubernetes.api.model.Service) {
                assertThat(second.getMetadata().getResourceVersion()).isEqualTo(settled);
            }
        }
    }

    @Test
    void applying_removes_what_is_applied_no_more_and_keeps_what_others_wrote() {
        PatchContext apply = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("one")
                .build();
        client.resource(map("shared", Map.of("a", "1", "b", "2"))).patch(apply);
        client.configMaps().inNamespace(NS).withName("shared").edit(map -> {
            map.getData().put("c", "3");
            return map;
        });

        ConfigMap applied = client.resource(map("shared", Map.of("a", "9"))).patch(apply);

        assertThat(applied.getData()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "9", "c", "3"));
        PatchContext other = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("two")
                .withForce(false)
                .build();
        assertThatThrownBy(
                        () -> client.resource(map("shared", Map.of("a", "8"))).patch(other))
                .satisfies(e -> assertThat(code(e)).isEqualTo(409))
                .hasMessageContaining(".data.a");
    }

    @Test
    void status_is_a_part_of_its_own() {
        var widgets = client.genericKubernetesResources(WIDGETS).inNamespace(NS);
        GenericKubernetesResource widget = widget("parts", 1);
        widget.setAdditionalProperty("status", Map.of("phase", "forged"));
        GenericKubernetesResource made = widgets.resource(widget).create();
        assertThat(made.getAdditionalProperties()).doesNotContainKey("status");

        made.setAdditionalProperty("status", Map.of("phase", "done"));
        made.setAdditionalProperty("spec", Map.of("size", 99));
        GenericKubernetesResource updated = widgets.resource(made).updateStatus();
        assertThat(updated.<String>get("status", "phase")).isEqualTo("done");
        assertThat(updated.<Integer>get("spec", "size")).isEqualTo(1);
        assertThat(updated.getMetadata().getGeneration()).isEqualTo(1);
    }

    @Test
    void a_custom_type_is_found_by_discovery() {
        assertThat(client.getApiGroups().getGroups())
                .anyMatch(group -> group.getName().equals("example.test"));
        assertThat(client.getApiResources("example.test/v1").getResources())
                .extracting(resource -> resource.getName())
                .containsExactlyInAnyOrder("widgets", "widgets/status");
        assertThat(client.getKubernetesVersion().getMajor()).isEqualTo("1");
    }

    @Test
    void selectors_select() {
        client.resource(map("red", Map.of())).create();
        client.resource(map("green", Map.of())).create();
        var maps = client.configMaps().inNamespace(NS);
        assertThat(maps.withLabelIn("test", "red", "green").list().getItems()).hasSize(2);
        assertThat(maps.withLabel("test", "red").list().getItems()).hasSize(1);
        assertThat(maps.withLabel("test").withLabelNotIn("test", "red").list().getItems())
                .extracting(map -> map.getMetadata().getName())
                .contains("green")
                .doesNotContain("red");
        assertThat(maps.withField("metadata.name", "green").list().getItems()).hasSize(1);
    }

    @Test
    void an_informer_follows_a_selection() {
        List<String> events = new CopyOnWriteArrayList<>();
        var widgets = client.genericKubernetesResources(WIDGETS).inNamespace(NS);
        widgets.resource(widget("before", 1)).create();
        try (var watch = widgets.withLabel("seen", "yes").watch(new Watcher<GenericKubernetesResource>() {
            @Override
            public void eventReceived(Action action, GenericKubernetesResource resource) {
                events.add(action + " " + resource.getMetadata().getName());
            }

            @Override
            public void onClose(WatcherException cause) {
                events.add("closed " + cause.getMessage());
            }
        })) {
            var followed = widgets.withName("followed");
            widgets.resource(widget("followed", 1)).create();
            followed.edit(found -> labelled(found, "yes"));
            followed.edit(found -> {
                found.setAdditionalProperty("spec", Map.of("size", 5));
                return found;
            });
            followed.edit(found -> labelled(found, "no"));
            await().untilAsserted(() ->
                    assertThat(events).containsExactly("ADDED followed", "MODIFIED followed", "DELETED followed"));
        }
        try (var informer =
                client.genericKubernetesResources(WIDGETS).inNamespace(NS).inform()) {
            assertThat(informer.getStore().list())
                    .extracting(found -> found.getMetadata().getName())
                    .contains("before", "followed");
            followedDeleted(informer);
        }
    }

    private static void followedDeleted(
            io.fabric8.kubernetes.client.informers.SharedIndexInformer<GenericKubernetesResource> informer) {
        client.genericKubernetesResources(WIDGETS)
                .inNamespace(NS)
                .withName("followed")
                .delete();
        await().until(() -> informer.getStore().getByKey(NS + "/followed") == null);
    }

    private static GenericKubernetesResource labelled(GenericKubernetesResource found, String value) {
        found.getMetadata().setLabels(Map.of("seen", value));
        return found;
    }

    @Test
    void owned_objects_go_with_their_owner_and_finalizers_hold() {
        ConfigMap owner = client.resource(map("owner", Map.of())).create();
        ConfigMap owned = map("owned", Map.of());
        owned.addOwnerReference(owner);
        client.resource(owned).create();
        client.configMaps().inNamespace(NS).withName("owner").edit(found -> {
            found.addFinalizer("example.test/held");
            return found;
        });

        client.resource(owner).delete();
        assertThat(client.resource(owner).get().getMetadata().getDeletionTimestamp())
                .isNotEmpty();
        client.configMaps().inNamespace(NS).withName("owner").edit(found -> {
            found.removeFinalizer("example.test/held");
            return found;
        });
        await().until(() ->
                client.resource(owned).get() == null && client.resource(owner).get() == null);
    }

    @Test
    void a_namespace_takes_its_contents_with_it() {
        cluster.apply(TestCluster.app("doomed", "app", 0));
        assertThat(client.serviceAccounts()
                        .inNamespace("doomed")
                        .withName("default")
                        .waitUntilCondition(found -> found != null, 5, java.util.concurrent.TimeUnit.SECONDS))
                .isNotNull();

        client.namespaces().withName("doomed").delete();

        await().until(() -> client.namespaces().withName("doomed").get() == null);
        assertThat(client.apps().deployments().inNamespace("doomed").list().getItems())
                .isEmpty();
    }

    @Test
    void a_custom_type_takes_its_objects_with_it() {
        client.resource("""
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: gadgets.example.test}
                        spec:
                          group: example.test
                          scope: Namespaced
                          names: {plural: gadgets, kind: Gadget}
                          versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
                        """).create();
        client.resource("""
                        apiVersion: example.test/v1
                        kind: Gadget
                        metadata: {name: g, namespace: default}
                        """).create();

        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("gadgets.example.test")
                .delete();

        await().until(() -> client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("gadgets.example.test")
                        .get()
                == null);
    }

    @Test
    void answers_who_may_do_what() {
        assertThat(allowed("create", "apps", "deployments")).isFalse();
        assertThat(allowed("get", "apps", "deployments")).isTrue();
    }

    private static boolean allowed(String verb, String group, String resource) {
        SelfSubjectAccessReview review = client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withGroup(group)
                        .withResource(resource)
                        .endResourceAttributes()
                        .endSpec()
                        .build());
        return review.getStatus().getAllowed();
    }

    @Test
    void fills_in_what_others_count_on() {
        Secret secret = client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("filled")
                        .withNamespace(NS)
                        .endMetadata()
                        .addToStringData("key", "value")
                        .build())
                .create();
        assertThat(secret.getData()).containsEntry("key", "dmFsdWU=");
        var service = client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("balanced")
                        .withNamespace(NS)
                        .endMetadata()
                        .withNewSpec()
                        .withType("LoadBalancer")
                        .addNewPort()
                        .withPort(8000)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        assertThat(service.getSpec().getClusterIP()).startsWith("127.");
        await().untilAsserted(() -> assertThat(client.resource(service)
                        .get()
                        .getStatus()
                        .getLoadBalancer()
                        .getIngress()
                        .getFirst()
                        .getIp())
                .isEqualTo(service.getSpec().getClusterIP()));
        assertThat(client.namespaces()
                        .withName("kube-system")
                        .get()
                        .getMetadata()
                        .getUid())
                .isNotEmpty();
    }

    @Test
    void scales() {
        Deployment deployment = (Deployment) TestCluster.app(NS, "scaled", 0).getFirst();
        deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("nowhere");
        client.resource(deployment).create();
        var scaled = client.apps().deployments().inNamespace(NS).withName("scaled");
        scaled.scale(2);
        await().until(() -> client.pods()
                        .inNamespace(NS)
                        .withLabel("app", "scaled")
                        .list()
                        .getItems()
                        .size()
                == 2);
        scaled.scale(0);
        await().until(() -> client.pods()
                .inNamespace(NS)
                .withLabel("app", "scaled")
                .list()
                .getItems()
                .isEmpty());
    }
}
