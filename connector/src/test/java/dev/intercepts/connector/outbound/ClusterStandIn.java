package dev.intercepts.connector.outbound;

import dev.intercepts.connector.outbound.DnsQuery.Answer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;

/** What a tunnel reaches in a test: the cluster's name server by TCP, and one web server for every other target. */
final class ClusterStandIn {

    private static final int IPV4_ADDRESS = 1;

    private static final Map<String, byte[]> ADDRESSES = Map.of(
            "hello.default.svc.cluster.local", new byte[] {10, 96, 0, 10},
            "web.shop.svc.cluster.local", new byte[] {10, 96, 0, 20},
            "web-0.db.shop.svc.cluster.local", new byte[] {10, (byte) 244, 0, 7});

    private final ServerSocket dns = listen();
    private final ServerSocket web = listen();

    ClusterStandIn() {
        Thread.ofVirtual().start(() -> serve(dns, ClusterStandIn::answer));
        Thread.ofVirtual().start(() -> serve(web, HelloPage.saying("the cluster")));
    }

    int portOf(String authority) {
        return (authority.equals("kube-dns.kube-system.svc:53") ? dns : web).getLocalPort();
    }

    private static void answer(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] question = new byte[in.readUnsignedShort()];
        in.readFully(question);
        DnsQuery query = DnsQuery.parse(question).orElseThrow();
        byte[] address = ADDRESSES.get(query.name());
        byte[] reply = address == null
                ? query.reply(DnsQuery.NO_SUCH_NAME, List.of(), 0xffff)
                : query.reply(
                        DnsQuery.OK,
                        query.type() == IPV4_ADDRESS ? List.of(new Answer(IPV4_ADDRESS, 30, address)) : List.of(),
                        0xffff);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(reply.length);
        out.write(reply);
        out.flush();
    }

    static ServerSocket listen() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    interface Conversation {
        void with(Socket socket) throws IOException;
    }

    static void serve(ServerSocket server, Conversation conversation) {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        conversation.with(socket);
                    } catch (IOException e) {
                        // The client has gone.
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }
}
