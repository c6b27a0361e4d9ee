package dev.intercepts.agent;

import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.protocol.route.Route;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prints what docs/decisions/0050 and 0051 quote: {@code AgentMeasurements AGENT_COMMAND [JVM_FLAG…]}. Memory at rest and
 * after load, and the time that the agent adds to a request of one client, in alternating rounds beside the app itself.
 */
public final class AgentMeasurements {

    private static final int REQUESTS = 4_000;
    private static final int ROUNDS = 5;

    private AgentMeasurements() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("agent-measurements");
        try (Traffic traffic = new Traffic();
                FakeManager manager = new FakeManager(traffic.laptopPort())) {
            manager.routes();
            long begun = System.nanoTime();
            try (AgentProcess agent = AgentProcess.start(Arrays.asList(args), directory, traffic.appPort(), manager)) {
                while (!agent.health("/readyz").startsWith("HTTP/1.1 200 ")) {
                    Thread.sleep(5);
                }
                System.out.printf("ready after %d ms%n", (System.nanoTime() - begun) / 1_000_000);
                Thread.sleep(Duration.ofSeconds(5));
                print("at rest", agent);
                rounds("no route", traffic.appPort(), agent.port(), false);
                print("after load without routes", agent);
                manager.routes(new Route(
                        "shop/hello",
                        traffic.appPort(),
                        Mechanism.HTTP,
                        new Match(List.of(new HeaderCondition("x-to", "^laptop$")), null),
                        "0123456789abcdef0123456789abcdef",
                        traffic.laptopPort()));
                manager.nextApplied();
                manager.nextApplied();
                rounds("a route, to the app", traffic.appPort(), agent.port(), false);
                rounds("a route, to the laptop", traffic.appPort(), agent.port(), true);
                for (int i = 0; i < 20; i++) {
                    traffic.http2(agent.port(), 200);
                }
                print("after load with a route", agent);
                Thread.sleep(Duration.ofSeconds(5));
                print("5 s later", agent);
            }
        }
        System.exit(0);
    }

    private static void print(String when, AgentProcess agent) throws IOException {
        System.out.printf(
                "%-28s resident %5.1f MiB, anonymous %5.1f MiB, file %5.1f MiB%n",
                when,
                agent.memory("VmRSS") / 1024.0,
                agent.memory("RssAnon") / 1024.0,
                agent.memory("RssFile") / 1024.0);
    }

    private static void rounds(String what, int direct, int through, boolean toLaptop) throws IOException {
        List<double[]> medians = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            medians.add(new double[] {median(direct, toLaptop), median(through, toLaptop)});
        }
        double[] plain = medians.stream().mapToDouble(pair -> pair[0]).sorted().toArray();
        double[] added =
                medians.stream().mapToDouble(pair -> pair[1] - pair[0]).sorted().toArray();
        System.out.printf(
                "%-28s direct %6.1f us, added %6.1f us (medians of %d rounds of %d requests)%n",
                what, plain[ROUNDS / 2], added[ROUNDS / 2], ROUNDS, REQUESTS);
    }

    private static double median(int port, boolean toLaptop) throws IOException {
        byte[] request = ("GET / HTTP/1.1\r\nHost: hello\r\n" + (toLaptop ? "x-to: laptop\r\n" : "") + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        long[] times = new long[REQUESTS];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            for (int i = 0; i < REQUESTS; i++) {
                long start = System.nanoTime();
                socket.getOutputStream().write(request);
                int read = 0;
                while (!ended(buffer, read)) {
                    read += in.read(buffer, read, buffer.length - read);
                }
                times[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(times);
        return times[REQUESTS / 2] / 1000.0;
    }

    /** The answers are {@code app} and {@code laptop}. */
    private static boolean ended(byte[] buffer, int length) {
        return length > 30 && buffer[length - 1] == (byte) 112;
    }
}
