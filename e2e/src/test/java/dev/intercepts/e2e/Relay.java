package dev.intercepts.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Passes connections on, from one kind of socket to another: a file is seen from every network namespace, an address is not. */
final class Relay {

    private Relay() {}

    /** Opens the other side of a connection. */
    interface Target {
        SocketChannel open() throws IOException;
    }

    /** Listens on loopback, prints the port, and leads all connections to the Unix socket that is named. */
    public static void main(String[] args) throws IOException {
        Path socket = Path.of(args[0]);
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            System.out.println(server.socket().getLocalPort());
            accept(server, () -> SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        }
    }

    static SocketChannel tcp(String host, int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress(host, port));
    }

    /** Until the server is closed. */
    static void accept(ServerSocketChannel server, Target target) {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                SocketChannel other = target.open();
                Thread.ofPlatform().daemon().start(() -> pass(client, other));
                Thread.ofPlatform().daemon().start(() -> pass(other, client));
            } catch (IOException e) {
                if (server.isOpen()) {
                    System.err.println("not passed on: " + e);
                }
            }
        }
    }

    private static void pass(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("not closed: " + e);
        }
    }
}
