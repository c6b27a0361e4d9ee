package dev.intercepts.agent.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An app container, or a laptop's local service: a listening socket whose connections the test plays by hand. */
final class Backend implements Closeable {

    /** What a connection does. */
    @FunctionalInterface
    interface Play {
        void play(Peer client) throws IOException;
    }

    private final ServerSocket server;
    private final Thread accepting;
    private final LinkedBlockingQueue<Peer> accepted = new LinkedBlockingQueue<>();
    private final Queue<Peer> all = new ConcurrentLinkedQueue<>();

    Backend() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        accepting = Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Peer peer = new Peer(server.accept());
                all.add(peer);
                accepted.add(peer);
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** The next connection that comes. */
    Peer next() throws InterruptedException, IOException {
        Peer peer = accepted.poll(10, TimeUnit.SECONDS);
        if (peer == null) {
            throw new IOException("nobody connected");
        }
        return peer;
    }

    /** How many connections came so far. */
    int connections() {
        return all.size();
    }

    /** Plays every connection alike, each on a thread of its own. */
    Backend playing(Play play) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Peer peer = accepted.take();
                    Thread.ofVirtual().start(() -> {
                        try (peer) {
                            play.play(peer);
                        } catch (IOException e) {
                            // the other side went first
                        }
                    });
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return this;
    }

    /** Nobody can connect any more once this returns. */
    @Override
    public void close() throws IOException {
        server.close();
        try {
            // The port stays open until whoever accepts has noticed.
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Peer peer : all) {
            peer.close();
        }
    }
}
