package dev.intercepts.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a Java run-time to the modules that a program needs (JEP 220, JEP 493). */
final class JavaRuntime {

    /** Distributions' JDKs take it from the system; a base that has no more than it must has none. */
    private static final String CPP_LIBRARY = "libstdc++.so.6";

    private final Path jdk;
    private final @Nullable Path modules;
    private boolean warned;

    /**
     * A cutter.
     *
     * @param jdk whose {@code jlink} is used, and whose own modules where there are no others
     * @param modules {@code jmods} of a JDK of the same feature release for another architecture, or {@code null}
     */
    JavaRuntime(Path jdk, @Nullable Path modules) {
        this.jdk = jdk;
        this.modules = modules;
    }

    /** Writes a run-time of these modules, with a class-data archive of its own, into a directory that is not there yet. */
    void cut(List<String> names, Path target) throws IOException {
        List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/jlink").toString()));
        if (modules != null) {
            // Neither this machine's objcopy nor its processor can do anything with that native code.
            command.addAll(List.of("--module-path", modules.toString(), "--strip-java-debug-attributes"));
        } else {
            command.addAll(List.of("--generate-cds-archive", "--strip-debug"));
        }
        command.addAll(List.of(
                "--add-modules",
                String.join(",", names),
                "--no-man-pages",
                "--no-header-files",
                "--output",
                target.toString()));
        Commands.run(command);
        // Symbolic links to one text each, which Jib would follow anyway.
        Trees.delete(target.resolve("legal"));
        Files.createDirectories(target);
        if (!warned && needsCppLibrary(target.resolve("lib/server/libjvm.so"))) {
            warned = true;
            System.err.println(
                    "warning: this JDK's libjvm.so needs " + CPP_LIBRARY + ", which a small base does not have: "
                            + "build with a JDK that brings it along, as Eclipse Temurin does, or name a base that has it");
        }
    }

    static boolean needsCppLibrary(Path library) throws IOException {
        return new String(Files.readAllBytes(library), StandardCharsets.ISO_8859_1).contains(CPP_LIBRARY);
    }
}
