package dev.intercepts.playground.kube;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** kube-proxy in user space: listens on each Service's ClusterIP and carries connections to ready pods, in turn. */
final class ServiceProxy implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceProxy.class);
    private static final int BACKLOG = 1_024;
    private static final int CONNECT_MILLIS = 2_000;

    private final ObjectStore store;
    private final Map<Listener, ServerSocket> listening = new HashMap<>();
    private final Set<Listener> failed = new HashSet<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();

    private record Listener(String namespace, String service, String ip, int port) {}

    ServiceProxy(ObjectStore store) {
        this.store = store;
    }

    /** Listens where Services say now, and nowhere else. */
    @Override
    public synchronized void run() {
        Set<Listener> wanted = new HashSet<>();
        for (ObjectNode service : store.all(ResourceTypes.SERVICES)) {
            String ip = Json.text(service, "spec", "clusterIP");
            if (!ip.isEmpty() && !ip.equals("None")) {
                Json.objects(service, "spec", "ports")
                        .filter(port -> Json.text(port, "protocol").equals("TCP"))
                        .forEach(port -> wanted.add(new Listener(
                                Meta.namespace(service), Meta.name(service), ip, Json.number(port, 0, "port"))));
            }
        }
        failed.retainAll(wanted);
        listening.entrySet().removeIf(entry -> {
            boolean unwanted = !wanted.contains(entry.getKey());
            if (unwanted) {
                close(entry.getValue());
            }
            return unwanted;
        });
        wanted.stream()
                .filter(listener -> !listening.containsKey(listener) && !failed.contains(listener))
                .forEach(this::listen);
    }

    private void listen(Listener listener) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getByName(listener.ip()), listener.port()), BACKLOG);
            listening.put(listener, socket);
            Thread.ofVirtual().name("service " + listener.service()).start(() -> accept(listener, socket));
        } catch (IOException e) {
            failed.add(listener);
            LOG.atWarn()
                    .addKeyValue("service", listener.namespace() + "/" + listener.service())
                    .addKeyValue("address", listener.ip() + ":" + listener.port())
                    .addKeyValue("cause", e.getMessage())
                    .log("cannot listen for a service: ports below 1024 may need a right that this user has not");
        }
    }

    private void accept(Listener listener, ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().name("connection to " + listener.service()).start(() -> carry(listener, client));
            } catch (IOException e) {
                LOG.atDebug().addKeyValue("service", listener.service()).log("no longer listening");
            }
        }
    }

    private void carry(Listener listener, Socket client) {
        open.add(client);
        try (Socket pod = connect(listener)) {
            open.add(pod);
            client.setTcpNoDelay(true);
            Carrier.carry(client, pod);
            client.close();
            open.remove(pod);
        } catch (IOException e) {
            Carrier.reset(client);
            LOG.atDebug()
                    .addKeyValue("service", listener.service())
                    .addKeyValue("cause", e.getMessage())
                    .log("connection to a service broke");
        } finally {
            open.remove(client);
        }
    }

    private Socket connect(Listener listener) throws IOException {
        List<ObjectNode> pods =
                store.list(ResourceTypes.PODS, listener.namespace()).objects();
        List<Backends.Backend> backends =
                new ArrayList<>(store.find(ResourceTypes.SERVICES, listener.namespace(), listener.service())
                        .map(service -> Backends.of(service, listener.port(), pods))
                        .orElse(List.of()));
        IOException last = new IOException("service " + listener.service() + " has no ready pod");
        if (!backends.isEmpty()) {
            Collections.rotate(backends, turn.getAndIncrement() % backends.size());
        }
        for (Backends.Backend backend : backends) {
            Socket pod = new Socket();
            try {
                pod.setTcpNoDelay(true);
                pod.connect(new InetSocketAddress(backend.ip(), backend.port()), CONNECT_MILLIS);
                return pod;
            } catch (IOException e) {
                pod.close();
                last = e;
            }
        }
        throw last;
    }

    private static void close(java.io.Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("cause", e.getMessage()).log("a socket did not close");
        }
    }

    @Override
    public synchronized void close() {
        listening.values().forEach(ServiceProxy::close);
        listening.clear();
        open.forEach(ServiceProxy::close);
    }
}
