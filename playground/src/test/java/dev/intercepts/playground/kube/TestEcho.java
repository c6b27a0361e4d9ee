package dev.intercepts.playground.kube;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends everything back, each direction ending on its own; {@code BIND_HOST} says where it listens. */
public final class TestEcho {

    private TestEcho() {}

    public static void main(String[] args) throws IOException {
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress(System.getenv("BIND_HOST"), 7000), 1_000);
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
            socket.shutdownOutput();
        } catch (IOException e) {
            System.err.println("broken: " + e);
        }
    }
}
