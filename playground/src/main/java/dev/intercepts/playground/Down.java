package dev.intercepts.playground;

import dev.intercepts.playground.world.Running;
import dev.intercepts.playground.world.StateFile;
import dev.intercepts.playground.world.WorldState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code down}: ends what a state file speaks of, and removes what it left. */
final class Down {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final StateFile file;

    Down(StateFile file) {
        this.file = file;
    }

    int run() {
        boolean there = file.read().isPresent();
        clear(file);
        System.err.println(there ? "The playground is down." : "No playground is up (" + file.path() + ").");
        return 0;
    }

    /** Ends and removes everything that belongs to the file, if there is anything. */
    static void clear(StateFile file) {
        Optional<WorldState> state = file.read();
        daemonsOf(file.workDir()).forEach(daemon -> daemon.end(PATIENCE));
        state.ifPresent(Down::endProcesses);
        remove(file);
    }

    /** The playground first: it ends the others in order. Whatever is left then was left by a crash. */
    private static void endProcesses(WorldState state) {
        Map<String, Long> rest = new LinkedHashMap<>(state.pids());
        end(state, "playground", rest.remove("playground"));
        rest.forEach((name, pid) -> end(state, name, pid));
    }

    private static void end(WorldState state, String name, @org.jspecify.annotations.Nullable Long pid) {
        Long started = state.started().get(name);
        if (pid != null && started != null) {
            new Running(pid, started).end(PATIENCE);
        }
    }

    /** Connector daemons whose configuration is in the work directory: started by a user, but of use to nobody now. */
    private static List<Running> daemonsOf(Path workDir) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(List::of)
                        .filter(arguments -> arguments.stream().anyMatch(word -> word.startsWith(workDir + "/")))
                        .filter(arguments -> arguments.stream().anyMatch(word -> word.endsWith(".DaemonMain")))
                        .isPresent())
                .map(Running::of)
                .toList();
    }

    private static void remove(StateFile file) {
        try {
            Files.deleteIfExists(file.path());
            remove(file.workDir());
            Path parent = file.path().getParent();
            if (parent != null && parent.endsWith(".playground") && isEmpty(parent)) {
                Files.delete(parent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file.workDir(), e);
        }
    }

    /** Removes a directory with all that is in it, if it is there. */
    static void remove(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
