package dev.intercepts.connector.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.PortForward;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port on the laptop's loopback that leads to a port of the Traffic Manager, through the API server's port-forward. Each
 * connection finds the working pod anew, so the local port stays while the manager's pods come and go.
 */
public final class ManagerForward implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagerForward.class);

    private final KubernetesClient client;
    private final String namespace;
    private final int managerPort;
    private final ServerSocketChannel server;
    private final Set<PortForward> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String lastFailure;

    private ManagerForward(KubernetesClient client, String namespace, int managerPort, ServerSocketChannel server) {
        this.client = client;
        this.namespace = namespace;
        this.managerPort = managerPort;
        this.server = server;
    }

    /** Binds a free local port. */
    public static ManagerForward open(Cluster cluster, int managerPort) throws IOException {
        ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ManagerForward forward = new ManagerForward(cluster.client(), cluster.managerNamespace(), managerPort, server);
        Thread.ofVirtual().name("forward-" + managerPort).start(forward::acceptAll);
        return forward;
    }

    /** The local port. */
    public int localPort() {
        return server.socket().getLocalPort();
    }

    /** Why a connection could not be forwarded last, or {@code null}. */
    public @Nullable String lastFailure() {
        return lastFailure;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (PortForward forward : open) {
            forward.close();
        }
    }

    private void acceptAll() {
        while (server.isOpen()) {
            try {
                SocketChannel socket = server.accept();
                socket.socket().setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> forward(socket));
            } catch (IOException e) {
                if (server.isOpen()) {
                    LOG.atWarn().setCause(e).log("accept failed");
                }
            }
        }
    }

    private void forward(SocketChannel socket) {
        try {
            Pod pod = workingPod();
            if (pod == null) {
                throw new IOException("no pod of the Traffic Manager is ready");
            }
            open.removeIf(forward -> !forward.isAlive());
            open.add(client.pods()
                    .inNamespace(namespace)
                    .withName(pod.getMetadata().getName())
                    .portForward(managerPort, socket, socket));
            lastFailure = null;
        } catch (IOException | RuntimeException e) {
            lastFailure = e.getMessage();
            LOG.atInfo().addKeyValue("port", managerPort).setCause(e).log("not forwarded");
            closeQuietly(socket);
        }
    }

    /** The one that works; before it says so, any that is ready. */
    private @Nullable Pod workingPod() {
        return client.pods().inNamespace(namespace).withLabels(ManagerLabels.SELECTOR).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(Readiness::isPodReady)
                .max(Comparator.comparing(ManagerForward::works))
                .orElse(null);
    }

    private static boolean works(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels != null && labels.entrySet().containsAll(ManagerLabels.ACTIVE.entrySet());
    }

    private static void closeQuietly(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("socket already broken");
        }
    }
}
