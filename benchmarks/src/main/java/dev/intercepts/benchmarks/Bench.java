package dev.intercepts.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures all contenders in alternating rounds: each round puts every contender under every load once, so that a machine
 * whose speed drifts drifts for all of them.
 */
public final class Bench {

    private static final String OURS = "edge";

    private Bench() {}

    /** Arguments: folder of the peers' programs, nginx, rounds, seconds of each load, file for the tables. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path bin = Path.of(args[0]);
        String nginx = args[1];
        int rounds = Integer.parseInt(args[2]);
        int seconds = Integer.parseInt(args[3]);
        Path report = Path.of(args[4]);
        Path work = Files.createTempDirectory("intercepts-bench");
        // nginx started by root reads files as somebody else.
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        Instant begin = Instant.now();
        try (Programs programs = new Programs(work)) {
            int origin = Origin.start(programs, nginx);
            Peers peers = new Peers(programs, bin, origin);
            List<Contender> contenders = new ArrayList<>(List.of(
                    Ours.edge(programs, origin),
                    peers.nginx(nginx),
                    peers.rathole(),
                    peers.frpHttp(),
                    peers.frpTcp(),
                    peers.chisel(),
                    peers.none()));
            Meter meter = new Meter(programs, bin, seconds);
            warmUp(contenders, new Meter(programs, bin, 3));
            String tables = Report.markdown(measure(contenders, meter, rounds), OURS);
            System.out.println(tables);
            Files.writeString(report, tables);
        } finally {
            deleteAll(work);
        }
        System.err.println(
                "Took " + Duration.between(begin, Instant.now()).toSeconds() + " s; the tables are in " + report);
    }

    /** How much longer the edge is warmed up: a JVM compiles for its first half minute under load, and then for days not. */
    private static final int WARM_UPS_OF_A_JVM = 5;

    /** Programs that compile as they run are measured as they are when that is done. */
    private static void warmUp(List<Contender> contenders, Meter meter) throws IOException, InterruptedException {
        for (Contender contender : contenders) {
            System.err.println("warming up " + contender.name());
            for (int i = 0; i < (contender.name().equals(OURS) ? WARM_UPS_OF_A_JVM : 1); i++) {
                meter.measure(contender, Scenario.SMALL_32);
                meter.measure(contender, Scenario.MEDIUM_32);
                meter.measure(contender, Scenario.OPEN_LOOP);
                meter.measure(contender, Scenario.DOWNLOAD);
            }
        }
    }

    private static Map<Scenario, Map<String, List<Sample>>> measure(List<Contender> contenders, Meter meter, int rounds)
            throws IOException, InterruptedException {
        Map<Scenario, Map<String, List<Sample>>> samples = new EnumMap<>(Scenario.class);
        for (int round = 1; round <= rounds; round++) {
            for (Scenario scenario : Scenario.values()) {
                for (Contender contender : contenders) {
                    Sample sample = meter.measure(contender, scenario);
                    System.err.printf(
                            "round %d of %d  %-28s %-14s %,12.2f %s%n",
                            round, rounds, scenario.title(), contender.name(), sample.value(), scenario.unit());
                    samples.computeIfAbsent(scenario, key -> new LinkedHashMap<>())
                            .computeIfAbsent(contender.name(), key -> new ArrayList<>())
                            .add(sample);
                }
            }
        }
        return samples;
    }

    static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
