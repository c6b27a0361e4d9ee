package dev.intercepts.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Puts one contender under the load of one scenario. */
final class Meter {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Programs programs;
    private final Path bin;
    private final int seconds;

    /**
     * Prepares.
     *
     * @param bin folder of {@code vegeta}
     * @param seconds how long each load lasts
     */
    Meter(Programs programs, Path bin, int seconds) {
        this.programs = programs;
        this.bin = bin;
        this.seconds = seconds;
    }

    Sample measure(Contender contender, Scenario scenario) throws IOException, InterruptedException {
        Duration before = contender.cpu();
        Loads.Load load = switch (scenario) {
            case SMALL_1 -> wrk(contender, 1, "/small");
            case SMALL_32 -> wrk(contender, 32, "/small");
            case SMALL_256 -> wrk(contender, 256, "/small");
            case MEDIUM_32 -> wrk(contender, 32, "/medium");
            case OPEN_LOOP -> vegeta(contender);
            case DOWNLOAD -> download(contender);
        };
        double cpu = contender.cpu().minus(before).toMillis() / 1e3;
        boolean requests =
                scenario != Scenario.DOWNLOAD && !contender.processes().isEmpty();
        return new Sample(load.value(), requests ? cpu * 100_000 / load.requests() : Double.NaN, load.errors());
    }

    private Loads.Load wrk(Contender contender, int connections, String path) throws IOException, InterruptedException {
        return Loads.wrk(programs.run(
                List.of(
                        "wrk",
                        "-t1",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "-H",
                        "Host: " + contender.host(),
                        contender.url() + path),
                LIMIT));
    }

    private Loads.Load vegeta(Contender contender) throws IOException, InterruptedException {
        Path targets = programs.file("targets", "GET " + contender.url() + "/small\nHost: " + contender.host() + "\n");
        Path results = programs.workDir().resolve("results.bin");
        programs.run(
                List.of(
                        bin.resolve("vegeta").toString(),
                        "attack",
                        "-rate=1000",
                        "-duration=" + seconds + "s",
                        "-targets=" + targets,
                        "-output=" + results),
                LIMIT);
        return Loads.vegeta(programs.run(
                List.of(bin.resolve("vegeta").toString(), "report", "-type=json", results.toString()), LIMIT));
    }

    private Loads.Load download(Contender contender) throws IOException, InterruptedException {
        String printed = programs.curl(contender, "/large", "%{http_code} %{size_download} %{speed_download}", LIMIT);
        return Loads.curl(printed, Origin.DOWNLOAD_BYTES);
    }
}
