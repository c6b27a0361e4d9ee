package dev.intercepts.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * One way from a client to the origin, running.
 *
 * @param name as the table shows it
 * @param url where a client connects: {@code http://127.0.0.1:port}
 * @param host the {@code Host} header that a client sends
 * @param processes all that work for it; their processor time counts
 */
record Contender(String name, URI url, String host, List<ProcessHandle> processes) {

    Contender {
        processes = List.copyOf(processes);
    }

    /** Processor time, user and system, that its processes have used so far. */
    Duration cpu() {
        return processes.stream()
                .flatMap(process -> process.isAlive()
                        ? java.util.stream.Stream.concat(java.util.stream.Stream.of(process), process.descendants())
                        : java.util.stream.Stream.empty())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
