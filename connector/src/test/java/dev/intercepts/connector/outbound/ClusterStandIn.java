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
    private static final int IPV6_ADDRESS = 28;
    private static final String DUAL = "dual.default.svc.cluster.local";
    private static final byte[] DUALS_IPV6 = {(byte) 0xfd, 0, 0, (byte) 0x96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x30};

    private static final Map<String, byte[]> ADDRESSES = Map.of(
            DUAL,
            new byte[] {10, 96, 0, 30},
            "hello.default.svc.cluster.local",
            new byte[] {10, 96, 0, 10},
            "web.shop.svc.cluster.local",
            new byte[] {10, 96, 0, 20},
            "web-0.db.shop.svc.cluster.local",
            new byte[] {10, (byte) 244, 0, 7});

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
                : query.reply(DnsQuery.OK, answers(query, address), 0xffff);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(reply.length);
        out.write(reply);
        out.flush();
    }

    private static List<Answer> answers(DnsQuery query, byte[] address) {
        if (query.type() == IPV4_ADDRESS) {
            return List.of(new Answer(IPV4_ADDRESS, 30, address));
        }
        boolean ipv6 = query.type() == IPV6_ADDRESS && query.name().equals(DUAL);
        return ipv6 ? List.of(new Answer(IPV6_ADDRESS, 30, DUALS_IPV6)) : List.of();
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
