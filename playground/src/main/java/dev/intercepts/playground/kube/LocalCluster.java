package dev.intercepts.playground.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts the parts of the cluster together and takes them apart again. */
final class LocalCluster implements InMemoryCluster {

    private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);
    private static final String FIELD_MANAGER = "playground";

    private final LoopbackBlock addresses;
    private final Resources resources;
    private final HostsFiles hosts;
    private final ServiceProxy proxy;
    private final Kubelet kubelet;
    private final ApiServer server;
    private final List<Reconciler> reconcilers;
    private final Path kubeconfigFile;
    private final String kubeconfig;
    private final KubernetesClient client;
    private boolean closed;
    private final Thread closeAtExit = new Thread(this::closeParts);

    LocalCluster(ClusterConfig config) throws IOException {
        Path workDir = Files.createDirectories(config.workDir().toAbsolutePath());
        Files.createDirectories(workDir.resolve("logs"));
        Clock clock = Clock.systemUTC();
        addresses = LoopbackBlock.take(new SecureRandom());
        ObjectStore store = new ObjectStore();
        ResourceTypes types = new ResourceTypes();
        store.listen(change -> followDefinitions(types, change));
        resources = new Resources(store, new Defaults(addresses::takeServiceAddress), clock);
        resources.admitBy(new WebhookAdmission(store));
        Tokens tokens = new Tokens(store, clock);
        hosts = new HostsFiles(store, workDir.resolve("hosts"), config.hosts());
        proxy = new ServiceProxy(store);
        int apiPort = addresses.apiPort();
        String url = "http://" + addresses.apiAddress() + ":" + apiPort;
        ClusterConfig absolute = new ClusterConfig(
                workDir, config.images(), config.context(), config.denials(), config.hosts(), config.rbac());
        kubelet = new Kubelet(
                resources,
                tokens,
                addresses,
                hosts,
                absolute,
                kubeconfig(url, config.context(), "{token}", "{namespace}"));
        AccessRules rules = new AccessRules(store, types, config.rbac());
        Api api = new Api(resources, types, new Reviews(tokens, config.denials(), rules, clock), tokens::published);
        server = new ApiServer(addresses.apiAddress(), apiPort, api, types, resources, tokens, rules, kubelet::log);
        addBasics(types);
        reconcilers = List.of(
                new Reconciler("deployments", store, new Deployments(resources)),
                new Reconciler("replicasets", store, new ReplicaSets(resources)),
                new Reconciler("statefulsets", store, new StatefulSets(resources)),
                new Reconciler("endpoints", store, new EndpointObjects(resources)),
                new Reconciler("lifecycle", store, new Lifecycle(resources, types)),
                new Reconciler("hosts", store, hosts),
                new Reconciler("proxy", store, proxy),
                new Reconciler("kubelet", store, kubelet::pass));
        kubeconfig = kubeconfig(url, config.context(), tokens.issueAdmin(), "default");
        kubeconfigFile = workDir.resolve("kubeconfig");
        Files.deleteIfExists(kubeconfigFile);
        Files.createFile(
                kubeconfigFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(kubeconfigFile, kubeconfig);
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig))
                .build();
        Runtime.getRuntime().addShutdownHook(closeAtExit);
    }

    private static void followDefinitions(ResourceTypes types, Change change) {
        if (change.key().type().equals(ResourceTypes.DEFINITIONS.id())) {
            if (change.deleted()) {
                types.undefine(change.after());
            } else {
                types.define(change.after());
            }
        }
    }

    private void addBasics(ResourceTypes types) {
        for (String name : List.of("default", "kube-system", "kube-public")) {
            ObjectNode namespace = Json.object();
            Json.child(namespace, "metadata").put("name", name);
            resources.create(ResourceTypes.NAMESPACES, "", namespace, false);
        }
        resources.create(
                types.find("rbac.authorization.k8s.io", "v1", "clusterroles").orElseThrow(),
                "",
                AccessRules.adminRole(),
                false);
        ObjectNode node = Json.object();
        Json.child(node, "metadata").put("name", Defaults.NODE);
        resources.create(ResourceTypes.NODES, "", node, false);
        ObjectNode status = Json.object();
        PodSets.condition(status, "Ready", true, "KubeletReady");
        PodSets.status(resources, ResourceTypes.NODES, resources.get(ResourceTypes.NODES, "", Defaults.NODE), status);
    }

    private static String kubeconfig(String url, String context, String token, String namespace) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: playground
                  cluster:
                    server: %s
                users:
                - name: playground
                  user:
                    token: %s
                contexts:
                - name: %s
                  context:
                    cluster: playground
                    user: playground
                    namespace: %s
                current-context: %s
                """.formatted(url, token, context, namespace, context);
    }

    @Override
    public String apiUrl() {
        return "http://" + server.address().getHostString() + ":"
                + server.address().getPort();
    }

    @Override
    public String kubeconfigYaml() {
        return kubeconfig;
    }

    @Override
    public Path kubeconfigFile() {
        return kubeconfigFile;
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public void apply(List<HasMetadata> objects) {
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(FIELD_MANAGER)
                .withForce(true)
                .build();
        for (HasMetadata object : objects) {
            String namespace = object.getMetadata().getNamespace();
            if (namespace != null && client.namespaces().withName(namespace).get() == null) {
                client.resource(new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                        .patch(context);
            }
            client.resource(object).patch(context);
        }
    }

    @Override
    public List<PodProcess> pods() {
        return kubelet.processes();
    }

    @Override
    public Optional<String> clusterIp(String namespace, String service) {
        return resources
                .store()
                .find(ResourceTypes.SERVICES, namespace, service)
                .map(found -> Json.text(found, "spec", "clusterIP"))
                .filter(ip -> !ip.isEmpty() && !ip.equals("None"));
    }

    @Override
    public Path hostsFile(String namespace) {
        return hosts.file(namespace);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        } catch (IllegalStateException e) {
            LOG.atDebug().log("closed while the JVM ends");
        }
        closeParts();
    }

    private synchronized void closeParts() {
        if (closed) {
            return;
        }
        closed = true;
        reconcilers.forEach(Reconciler::close);
        client.close();
        kubelet.close();
        proxy.close();
        server.close();
        addresses.close();
    }

    static InMemoryCluster start(ClusterConfig config) {
        try {
            return new LocalCluster(config);
        } catch (IOException e) {
            throw new UncheckedIOException("the work directory " + config.workDir() + " cannot be used", e);
        }
    }
}
