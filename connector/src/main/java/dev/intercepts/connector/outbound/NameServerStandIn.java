package dev.intercepts.connector.outbound;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in for one of the laptop's name servers on a loopback port, by UDP and by TCP: answers for the cluster's names, passes
 * every other question on to that very server, and its answer back, byte for byte. Questions passed on are marked, so that the rules
 * do not lead them here again.
 */
final class NameServerStandIn implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NameServerStandIn.class);
    private static final int PORT = 53;
    private static final int LIMIT_MILLIS = 10_000;
    private static final int LONGEST = 0xffff;
    private static final int AT_ONCE = 256;

    private final InetAddress server;
    private final ClusterAnswers cluster;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Semaphore free = new Semaphore(AT_ONCE);

    private NameServerStandIn(InetAddress server, ClusterAnswers cluster) throws IOException {
        this.server = server;
        this.cluster = cluster;
        InetAddress loopback = Cidr.ofBytes(
                server.getAddress().length == 4
                        ? new byte[] {127, 0, 0, 1}
                        : new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        this.udp = new DatagramSocket(new InetSocketAddress(loopback, 0));
        try {
            this.tcp = new ServerSocket(0, 50, loopback);
        } catch (IOException e) {
            udp.close();
            throw e;
        }
        Thread.ofVirtual().name("dns-udp").start(this::serveUdp);
        Thread.ofVirtual().name("dns-tcp").start(this::serveTcp);
    }

    /** Starts it on ports that are free. */
    static NameServerStandIn start(InetAddress server, ClusterAnswers cluster) throws IOException {
        return new NameServerStandIn(server, cluster);
    }

    /** Its port for UDP. */
    int udpPort() {
        return udp.getLocalPort();
    }

    /** Its port for TCP. */
    int tcpPort() {
        return tcp.getLocalPort();
    }

    @Override
    public void close() {
        udp.close();
        closeQuietly(tcp);
    }

    private void serveUdp() {
        while (!udp.isClosed()) {
            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            try {
                udp.receive(packet);
            } catch (IOException e) {
                // Closed, or the answer to one before could not be delivered (ICMP).
                continue;
            }
            // Too many: like a packet that was lost, it will be asked again.
            if (free.tryAcquire()) {
                Thread.ofVirtual().name("dns-question").start(() -> {
                    try {
                        answer(packet);
                    } finally {
                        free.release();
                    }
                });
            }
        }
    }

    private void answer(DatagramPacket packet) {
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        try {
            Optional<DnsQuery> query = DnsQuery.parse(question);
            Optional<byte[]> own = query.isEmpty()
                    ? Optional.empty()
                    : cluster.answer(query.get(), query.get().udpSize());
            byte[] answer = own.isPresent() ? own.get() : passOnByUdp(question);
            udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("server", server).setCause(e).log("a question without an answer");
        }
    }

    private byte[] passOnByUdp(byte[] question) throws IOException {
        // A port of its own for each question: an answer by somebody else must guess it.
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setOption(StandardSocketOptions.IP_TOS, Ruleset.OWN_DSCP << 2);
            socket.connect(new InetSocketAddress(server, PORT));
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.send(new DatagramPacket(question, question.length));
            DatagramPacket answer = new DatagramPacket(new byte[LONGEST], LONGEST);
            do {
                socket.receive(answer);
            } while (answer.getLength() < 2
                    || answer.getData()[0] != question[0]
                    || answer.getData()[1] != question[1]);
            return Arrays.copyOf(answer.getData(), answer.getLength());
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                Thread.ofVirtual().name("dns-connection").start(() -> converse(socket));
            } catch (IOException e) {
                continue;
            }
        }
    }

    private void converse(Socket accepted) {
        try (Socket socket = accepted) {
            socket.setSoTimeout(LIMIT_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                byte[] question = message(in);
                Optional<DnsQuery> query = DnsQuery.parse(question);
                Optional<byte[]> own = query.isEmpty() ? Optional.empty() : cluster.answer(query.get(), LONGEST);
                send(out, own.isPresent() ? own.get() : passOnByTcp(question));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.atTrace().setCause(e).log("a connection for questions has ended");
        }
    }

    private byte[] passOnByTcp(byte[] question) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setOption(StandardSocketOptions.IP_TOS, Ruleset.OWN_DSCP << 2);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.connect(new InetSocketAddress(server, PORT), LIMIT_MILLIS);
            send(new DataOutputStream(socket.getOutputStream()), question);
            return message(new DataInputStream(socket.getInputStream()));
        }
    }

    private static byte[] message(DataInputStream in) throws IOException {
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        return message;
    }

    private static void send(DataOutputStream out, byte[] message) throws IOException {
        byte[] whole = new byte[message.length + 2];
        whole[0] = (byte) (message.length >> 8);
        whole[1] = (byte) message.length;
        System.arraycopy(message, 0, whole, 2, message.length);
        out.write(whole);
        out.flush();
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.atTrace().setCause(e).log("already closed");
        }
    }
}
