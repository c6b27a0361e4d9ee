package dev.intercepts.playground.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * The loopback addresses of one cluster: 127.x.y.0/23 with y even. Pods get 127.x.y.2 and on, Services 127.x.(y+1).1 and on.
 * A listening socket on 127.x.y.1 keeps other clusters of this machine out of the block.
 */
final class LoopbackBlock implements AutoCloseable {

    private static final int ATTEMPTS = 50;
    private static final int LOCK_PORT = 6442;
    private static final int USUAL_API_PORT = 6443;
    private static final int LAST = 254;

    private final String podPrefix;
    private final String servicePrefix;
    private final ServerSocket lock;
    private final Set<String> podsInUse = new HashSet<>();
    private int lastPod = 1;
    private int lastService;

    private LoopbackBlock(int x, int y, ServerSocket lock) {
        this.podPrefix = "127." + x + "." + y + ".";
        this.servicePrefix = "127." + x + "." + (y + 1) + ".";
        this.lock = lock;
    }

    /**
     * Takes a block that nobody uses.
     *
     * @throws UncheckedIOException if none is found, as on systems where only 127.0.0.1 is an address
     */
    static LoopbackBlock take(Random random) {
        IOException last = new IOException("no attempt made");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int x = 1 + random.nextInt(LAST);
            int y = 2 * random.nextInt(LAST / 2);
            try {
                return new LoopbackBlock(x, y, listen("127." + x + "." + y + ".1", LOCK_PORT));
            } catch (IOException e) {
                last = e;
            }
        }
        throw new UncheckedIOException(
                "no block of loopback addresses is free after " + ATTEMPTS
                        + " attempts (expected: all of 127.0.0.0/8 on the loopback interface, as Linux has it)",
                last);
    }

    /** Where the API server listens. */
    String apiAddress() {
        return podPrefix + 1;
    }

    /** A port for the API server: the usual one, unless a real API server of this machine has it on all addresses. */
    int apiPort() {
        try (ServerSocket ignored = listen(apiAddress(), USUAL_API_PORT)) {
            return USUAL_API_PORT;
        } catch (IOException e) {
            try (ServerSocket any = listen(apiAddress(), 0)) {
                return any.getLocalPort();
            } catch (IOException none) {
                throw new UncheckedIOException("no port is free on " + apiAddress(), none);
            }
        }
    }

    /** An address for a new pod; each address is used again as late as can be. */
    synchronized String takePodAddress() {
        for (int i = 0; i < LAST; i++) {
            lastPod = lastPod >= LAST ? 2 : lastPod + 1;
            String address = podPrefix + lastPod;
            if (!podsInUse.contains(address) && canBind(address)) {
                podsInUse.add(address);
                return address;
            }
        }
        throw new IllegalStateException("pods: more than " + (LAST - 1) + " (expected: fewer)");
    }

    synchronized void releasePodAddress(String address) {
        podsInUse.remove(address);
    }

    /** A ClusterIP for a new Service. */
    synchronized String takeServiceAddress() {
        lastService++;
        if (lastService > LAST) {
            throw new IllegalStateException("services made: more than " + LAST + " (expected: fewer)");
        }
        return servicePrefix + lastService;
    }

    private static boolean canBind(String address) {
        try (ServerSocket ignored = listen(address, 0)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket listen(String address, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port), 1);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
