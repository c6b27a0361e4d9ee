package dev.intercepts.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Starts our own contender: the edge in one process, the dialling side of its tunnel in another. */
final class Ours {

    private static final String HOST = EdgeProcess.LABEL + ".preview.localhost";

    private Ours() {}

    static Contender edge(Programs programs, int origin) throws IOException, InterruptedException {
        int port = Programs.freePort();
        int tunnels = Programs.freePort();
        ProcessHandle edge = programs.start("edge", java(EdgeProcess.class, port, tunnels, origin));
        Programs.awaitPort(port, Programs.START);
        Programs.awaitPort(tunnels, Programs.START);
        ProcessHandle cluster = programs.start("cluster", java(ClusterProcess.class, tunnels, origin));
        Contender contender =
                new Contender("edge", URI.create("http://127.0.0.1:" + port), HOST, List.of(edge, cluster));
        programs.awaitAnswer(contender);
        return contender;
    }

    private static List<String> java(Class<?> main, int... ports) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                // As the manifests of the real programs say (docs/decisions/0034).
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (int port : ports) {
            command.add(Integer.toString(port));
        }
        return command;
    }
}
