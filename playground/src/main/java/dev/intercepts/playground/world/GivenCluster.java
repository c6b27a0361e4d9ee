package dev.intercepts.playground.world;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes that was there before: the shop's objects are put into it and taken out again. The images of the shop and of
 * the product have to be known to its nodes already.
 */
final class GivenCluster implements ShopCluster {

    private static final String OURS = "app.kubernetes.io/managed-by";
    private static final String US = "intercepts-playground";
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(US)
            .withForce(true)
            .build();
    private static final int DOOR_PORT = 8080;
    private static final int REMOVAL_LIMIT_SECONDS = 90;
    private static final int CONNECT_MILLIS = 1000;

    private final Path kubeconfig;
    private final KubernetesClient client;
    private final List<HasMetadata> applied = new ArrayList<>();
    private @Nullable String ingressUrl;
    private @Nullable LocalPortForward forward;

    private GivenCluster(Path kubeconfig, KubernetesClient client) {
        this.kubeconfig = kubeconfig;
        this.client = client;
    }

    /** The cluster of a kubeconfig's current context. */
    static GivenCluster of(Path kubeconfig) {
        Path file = kubeconfig.toAbsolutePath().normalize();
        if (!Files.isReadable(file)) {
            throw new IllegalStateException("--kubeconfig: " + file + " cannot be read");
        }
        return new GivenCluster(
                file,
                new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(file.toFile()))
                        .build());
    }

    @Override
    public String apiUrl() {
        return client.getMasterUrl().toString();
    }

    @Override
    public String kubeconfig() {
        return kubeconfig.toString();
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    /** Nothing that somebody else made is replaced. */
    @Override
    public void apply(List<HasMetadata> objects) {
        List<String> others = objects.stream()
                .filter(object -> foreign(client.resource(object).get()))
                .map(GivenCluster::named)
                .toList();
        if (!others.isEmpty()) {
            throw new IllegalStateException("the cluster has objects already that the shop's would replace: "
                    + String.join(", ", others) + "; take another cluster, or remove them");
        }
        for (HasMetadata object : objects) {
            Map<String, String> labels = new HashMap<>(
                    Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of()));
            labels.put(OURS, US);
            object.getMetadata().setLabels(labels);
            applied.add(object);
            client.resource(object).patch(APPLY);
        }
    }

    private static boolean foreign(@Nullable HasMetadata there) {
        return there != null
                && !US.equals(Objects.requireNonNullElse(there.getMetadata().getLabels(), Map.<String, String>of())
                        .get(OURS));
    }

    private static String named(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return object.getKind() + " " + (namespace == null ? "" : namespace + "/")
                + object.getMetadata().getName();
    }

    /** Where a node is this machine, or beside it on a network of its own, its pods reach this machine by that address. */
    @Override
    public InetAddress hereForPods() {
        return client.nodes().list().getItems().stream()
                .flatMap(node -> node.getStatus().getAddresses().stream())
                .filter(address -> address.getType().equals("InternalIP"))
                .flatMap(address -> Neighbourhood.addressTowards(address.getAddress()).stream())
                .findFirst()
                .orElse(InetAddress.getLoopbackAddress());
    }

    /** Its load balancer's address, else the Service's own where this machine reaches it, else a port-forward. */
    @Override
    public synchronized String ingressUrl() {
        if (ingressUrl == null) {
            Service door =
                    client.services().inNamespace("ingress").withName("ingress").require();
            var balancer = door.getStatus().getLoadBalancer();
            Stream<String> balanced = balancer == null || balancer.getIngress() == null
                    ? Stream.of()
                    : balancer.getIngress().stream()
                            .map(entry -> entry.getIp() == null ? entry.getHostname() : entry.getIp());
            ingressUrl = Stream.concat(balanced, Stream.of(door.getSpec().getClusterIP()))
                    .filter(GivenCluster::connects)
                    .map(host -> "http://" + host + ":" + DOOR_PORT)
                    .findFirst()
                    .orElseGet(this::forwarded);
        }
        return ingressUrl;
    }

    private String forwarded() {
        LocalPortForward opened =
                client.services().inNamespace("ingress").withName("ingress").portForward(DOOR_PORT);
        forward = opened;
        return "http://127.0.0.1:" + opened.getLocalPort();
    }

    private static boolean connects(String host) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, DOOR_PORT), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Map<String, ProcessHandle> processes() {
        return Map.of();
    }

    /** Takes out what was put in, and waits until it is gone. */
    @Override
    public void close() {
        try (client) {
            if (forward != null) {
                forward.close();
            }
            for (HasMetadata object : applied.reversed()) {
                client.resource(object)
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete();
            }
            for (HasMetadata object : applied) {
                client.resource(object).waitUntilCondition(Objects::isNull, REMOVAL_LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end the port-forward", e);
        }
    }
}
