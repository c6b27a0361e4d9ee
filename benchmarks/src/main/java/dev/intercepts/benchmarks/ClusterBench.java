package dev.intercepts.benchmarks;

import dev.intercepts.benchmarks.ClusterTable.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures the product on a Kubernetes whose Services this machine reaches, by the real command, beside the same service without
 * an agent. Rounds alternate. Everything is taken out again.
 */
public final class ClusterBench {

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String NAMESPACE = "intercepts-bench";
    private static final String HEADER = "x-bench";
    private static final int REPEATS = 5;

    private final Programs programs;
    private final BenchCluster cluster;
    private final Path telepresence;
    private final Path config;
    private final int rounds;
    private final int seconds;
    private final Measured measured = new Measured();

    private ClusterBench(Programs programs, Path telepresence, String kubeconfig, int rounds, int seconds)
            throws IOException {
        this.programs = programs;
        this.cluster = new BenchCluster(programs, kubeconfig, NAMESPACE);
        this.telepresence = telepresence;
        this.config = Files.createDirectory(programs.workDir().resolve("c"));
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** Arguments: {@code bin/telepresence}, nginx, kubeconfig, image of the service, rounds, seconds of each load, file. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("bench");
        Files.setPosixFilePermissions(work, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        long begin = System.nanoTime();
        try (Programs programs = new Programs(work)) {
            ClusterBench bench = new ClusterBench(
                    programs, Path.of(args[0]), args[2], Integer.parseInt(args[4]), Integer.parseInt(args[5]));
            int local = Origin.start(programs, args[1]);
            String table = bench.run(args[3], local);
            System.out.println(table);
            Files.writeString(Path.of(args[6]), table);
        } finally {
            Bench.deleteAll(work);
        }
        System.err.printf("Took %d s; the table is in %s%n", (System.nanoTime() - begin) / 1_000_000_000, args[6]);
    }

    private String run(String image, int local) throws IOException, InterruptedException {
        try {
            cluster.apply(image);
            connect();
            intercept(local);
            String plain = cluster.url("plain");
            String agent = cluster.url("agent");
            memory("at rest");
            loads(plain, agent, 3);
            measured.clearLoads();
            for (int round = 1; round <= rounds; round++) {
                System.err.println("round " + round + " of " + rounds);
                loads(plain, agent, seconds);
            }
            memory("after load");
            return ClusterTable.markdown(measured);
        } finally {
            telepresence("uninstall", "--everything");
            telepresence("quit");
            cluster.remove();
        }
    }

    private void connect() throws IOException, InterruptedException {
        telepresence("connect");
        for (int i = 0; i < 3; i++) {
            telepresence("quit");
            measured.add("connect", seconds("connect"));
        }
    }

    private void intercept(int local) throws IOException, InterruptedException {
        measured.add("roll-out", cluster.rollOut("plain"));
        String[] words = {
            "intercept",
            "agent",
            "--namespace=" + NAMESPACE,
            "--deployment=agent",
            "--port=" + local,
            "--http-match=" + HEADER + "=1",
            "--preview-url=false"
        };
        measured.add("first intercept", seconds(words));
        for (int i = 0; i < REPEATS; i++) {
            telepresence("leave", "agent");
            measured.add("intercept", seconds(words));
        }
    }

    private void loads(String plain, String agent, int seconds) throws IOException, InterruptedException {
        for (int connections : List.of(1, 32)) {
            measured.add("plain " + connections, rate(plain, connections, seconds, "0"));
            measured.add("agent " + connections, rate(agent, connections, seconds, "0"));
            measured.add("intercepted " + connections, rate(agent, connections, seconds, "1"));
        }
    }

    private double rate(String url, int connections, int seconds, String header)
            throws IOException, InterruptedException {
        Loads.Load load = Loads.wrk(programs.run(
                List.of(
                        "wrk",
                        "-t1",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "-H",
                        HEADER + ": " + header,
                        url + "/small"),
                LIMIT));
        measured.errors(load.errors());
        return load.value();
    }

    private void memory(String when) throws IOException, InterruptedException {
        measured.add("agent " + when, cluster.memory(NAMESPACE, "app=agent", "traffic-agent"));
        measured.add(
                "manager " + when,
                cluster.memory("intercepts", "app.kubernetes.io/name=traffic-manager", "traffic-manager"));
        measured.add("daemon " + when, daemonMemory());
    }

    /** The largest of those with the daemon's words: the shell that starts it anew has them too. */
    private double daemonMemory() throws IOException {
        double largest = 0;
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            List<String> words = process.info().arguments().map(List::of).orElse(List.of());
            if (words.contains(config.toString()) && words.stream().anyMatch(word -> word.endsWith(".DaemonMain"))) {
                Path status = Path.of("/proc", Long.toString(process.pid()), "status");
                largest = Math.max(largest, BenchCluster.residentMebibytes(Files.readString(status)));
            }
        }
        if (largest == 0) {
            throw new IllegalStateException("the daemon does not run");
        }
        return largest;
    }

    private double seconds(String... words) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        telepresence(words);
        double took = (System.nanoTime() - begin) / 1e9;
        System.err.printf("%-28s %.2f s%n", words[0], took);
        return took;
    }

    private void telepresence(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(telepresence.toString(), "--config", config.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--kubeconfig", cluster.kubeconfig()));
        Path said = programs.workDir().resolve("telepresence.out");
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    String.join(" ", words) + ": " + Files.readString(said).strip());
        }
    }
}
