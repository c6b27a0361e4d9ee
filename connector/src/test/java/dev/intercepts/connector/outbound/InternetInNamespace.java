package dev.intercepts.connector.outbound;

import dev.intercepts.connector.outbound.DnsQuery.Answer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;

/**
 * What a test's laptop has around it without a cluster, at addresses of the test's network namespace: a name server at {@code
 * 192.0.2.53}, which knows every name that begins with {@code www}, and a web server at {@code 192.0.2.80}. Writes a line for each
 * name that it is asked for.
 */
final class InternetInNamespace {

    private InternetInNamespace() {}

    public static void main(String[] args) throws Exception {
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("192.0.2.53"), 53));
        ServerSocket tcp = new ServerSocket(53, 50, InetAddress.getByName("192.0.2.53"));
        ServerSocket web = new ServerSocket(80, 50, InetAddress.getByName("192.0.2.80"));
        Thread.ofVirtual().start(() -> ClusterStandIn.serve(web, HelloPage.saying("the internet")));
        Thread.ofVirtual()
                .start(() -> ClusterStandIn.serve(tcp, socket -> {
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    byte[] question = new byte[in.readUnsignedShort()];
                    in.readFully(question);
                    byte[] reply = answer(question, "tcp");
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeShort(reply.length);
                    out.write(reply);
                    out.flush();
                }));
        System.out.println("ready");
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            udp.receive(packet);
            byte[] reply = answer(Arrays.copyOf(packet.getData(), packet.getLength()), "udp");
            udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
    }

    private static byte[] answer(byte[] question, String by) {
        DnsQuery query = DnsQuery.parse(question).orElseThrow();
        System.out.println(by + " " + query.name());
        boolean known = query.name().startsWith("www");
        List<Answer> answers =
                known && query.type() == 1 ? List.of(new Answer(1, 60, new byte[] {(byte) 192, 0, 2, 80})) : List.of();
        return query.reply(known ? DnsQuery.OK : DnsQuery.NO_SUCH_NAME, answers, query.udpSize());
    }
}
