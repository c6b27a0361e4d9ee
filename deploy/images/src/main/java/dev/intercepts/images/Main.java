package dev.intercepts.images;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bin/images}: builds container images of a checkout whose modules are packaged. */
@Command(
        name = "images",
        mixinStandardHelpOptions = true,
        description = "Builds the container images of this checkout.")
public final class Main implements Callable<Integer> {

    @Option(names = "--root", required = true, hidden = true)
    private Path root = Path.of(".");

    @Option(
            names = "--base",
            paramLabel = "IMAGE",
            defaultValue = "registry.k8s.io/build-image/distroless-iptables:v0.8.4",
            description =
                    "What the images build on: a registry's reference, or tar://FILE (default: ${DEFAULT-VALUE}). "
                            + "It needs glibc, and sh and iptables for pods with numeric target ports.")
    private String base = "";

    @Option(
            names = "--to",
            paramLabel = "WHERE",
            defaultValue = "docker",
            description = "tar:DIRECTORY, docker or registry:PREFIX (default: ${DEFAULT-VALUE}).")
    private String to = "";

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            required = true,
            description = "Tag of the images (default: the version).")
    private String tag = "";

    @Option(
            names = "--arch",
            paramLabel = "amd64|arm64",
            description = "Architecture (default: this machine's). Another one needs --jmods.")
    private @Nullable String architecture;

    @Option(
            names = "--jmods",
            paramLabel = "DIR",
            description =
                    "Modules (jmods) of the same JDK version for that architecture. Its images have no ahead-of-time cache.")
    private @Nullable Path jmods;

    @Parameters(
            paramLabel = "IMAGE",
            description = "traffic-manager, traffic-agent, hosted-service, sample-shop (default: all of them).")
    private List<String> images = List.of();

    /** Exit status: 0 done, 1 it failed, 2 used wrongly. */
    public static void main(String[] args) {
        CommandLine command = new CommandLine(new Main());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            System.err.println("images: " + failure.getMessage());
            return failure instanceof IllegalArgumentException ? 2 : 1;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Architecture target = architecture == null ? Architecture.here() : Architecture.of(architecture);
        if (target != Architecture.here() && jmods == null) {
            throw new IllegalArgumentException(
                    "--arch " + target.platform()
                            + " is not this machine's: name the modules of a JDK for it by --jmods, or build on such a machine");
        }
        List<Program> programs = images.isEmpty()
                ? List.of(Program.values())
                : images.stream().map(Program::named).toList();
        JibBuild.Destination destination = JibBuild.Destination.of(to);
        Path work = root.resolve("deploy/images/target");
        JavaRuntime runtime = new JavaRuntime(Path.of(System.getProperty("java.home")), jmods);
        Staging staging = new Staging(root, work.resolve("stage-" + target.platform()), runtime, target);
        // Jib knows a layer again by its files' names and times, and these times are always the same.
        Trees.delete(work.resolve("jib-cache/layers"));
        JibBuild jib = new JibBuild(base, tag, target, work.resolve("jib-cache"));
        for (Program program : programs) {
            jib.build(staging.stage(program), destination);
            System.err.println("built " + destination.reference(program.imageName(), tag));
        }
        return 0;
    }
}
