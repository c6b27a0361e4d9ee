package dev.intercepts.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a Java run-time to the modules that a program needs (JEP 220, JEP 493). */
final class JavaRuntime {

    private final Path jdk;
    private final @Nullable Path modules;

    /**
     * A cutter.
     *
     * @param jdk whose {@code jlink} is used, and whose own modules where there are no others
     * @param modules {@code jmods} of a JDK of the same version for another architecture, or {@code null}
     */
    JavaRuntime(Path jdk, @Nullable Path modules) {
        this.jdk = jdk;
        this.modules = modules;
    }

    /** Writes a run-time of these modules, with a class-data archive of its own, into a directory that is not there yet. */
    void cut(List<String> names, Path target) throws IOException {
        List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/jlink").toString()));
        if (modules != null) {
            command.addAll(List.of("--module-path", modules.toString()));
        } else {
            command.add("--generate-cds-archive");
        }
        command.addAll(List.of(
                "--add-modules",
                String.join(",", names),
                "--strip-debug",
                "--no-man-pages",
                "--no-header-files",
                "--output",
                target.toString()));
        Commands.run(command);
        // Symbolic links to one text each, which Jib would follow anyway.
        Trees.delete(target.resolve("legal"));
        Files.createDirectories(target);
    }
}
