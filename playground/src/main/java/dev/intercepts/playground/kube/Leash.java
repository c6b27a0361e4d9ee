package dev.intercepts.playground.kube;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts processes that end with this JVM, however it ends. Each one has a small shell beside it that reads a pipe which only
 * this JVM holds: when the pipe ends, it kills the process. The process itself is the one whose id is reported.
 */
final class Leash {

    private static final String SCRIPT =
            "exec 3<&0 </dev/null; { read -r end <&3; kill -9 $$; } >/dev/null 2>&1 & exec 3<&-; exec \"$@\"";

    /** What every process has of this one's environment. */
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "TMPDIR");

    private Leash() {}

    /**
     * Starts a process whose output goes to the end of a file.
     *
     * @param environment all of it, but for the path and the like
     */
    static Process start(List<String> command, Map<String, String> environment, Path directory, Path log)
            throws IOException {
        List<String> leashed = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, command.getFirst()));
        leashed.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(leashed)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
