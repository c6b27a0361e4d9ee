package dev.intercepts.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.DockerDaemonImage;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.Ports;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Makes an image of its content, by Jib: no Docker is needed unless the image is to go there. */
final class JibBuild {

    private static final String TAR = "tar://";

    private final String base;
    private final String tag;
    private final Architecture architecture;
    private final Path cache;

    /**
     * A builder.
     *
     * @param base a registry's reference, or {@code tar://FILE} for an image made on this machine
     * @param cache directory for layers that were made before
     */
    JibBuild(String base, String tag, Architecture architecture, Path cache) {
        this.base = base;
        this.tag = tag;
        this.architecture = architecture;
        this.cache = cache;
    }

    /**
     * Builds one.
     *
     * @throws IOException where base or destination cannot be read or written, in words for whoever asked for it
     */
    void build(ImageContent content, Destination destination) throws IOException, InterruptedException {
        try {
            JibContainerBuilder builder = from().setFormat(ImageFormat.Docker)
                    .setPlatforms(Set.of(new Platform(architecture.platform(), "linux")))
                    .setCreationTime(Staging.TIME)
                    .setUser(ImageContent.USER)
                    .setEntrypoint(content.entrypoint())
                    .setEnvironment(content.environment())
                    .setExposedPorts(Ports.parse(
                            content.ports().stream().map(String::valueOf).toList()))
                    .addLabel("org.opencontainers.image.title", content.name())
                    .addLabel("org.opencontainers.image.licenses", "Apache-2.0");
            for (ImageContent.Layer layer : content.layers()) {
                builder.addFileEntriesLayer(entries(layer));
            }
            builder.containerize(to(destination.reference(content.name(), tag), destination, content.name())
                    .setToolName("intercepts")
                    .setBaseImageLayersCache(cache.resolve("base"))
                    .setApplicationLayersCache(cache.resolve("layers"))
                    .setAllowInsecureRegistries(insecure(destination.reference(content.name(), tag)))
                    .setOfflineMode(base.startsWith(TAR) && !(destination instanceof Destination.Registry)));
        } catch (InvalidImageReferenceException
                | RegistryException
                | CacheDirectoryCreationException
                | ExecutionException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new IOException(content.name() + ": " + cause.getMessage(), e);
        }
    }

    /** Jib has one word for where the base comes from and where the image goes; a base from elsewhere never comes insecurely. */
    private boolean insecure(ImageReference target) throws InvalidImageReferenceException {
        boolean baseHere = base.startsWith(TAR)
                || Destination.onLoopback(ImageReference.parse(base).getRegistry());
        return baseHere && Destination.onLoopback(target.getRegistry());
    }

    private JibContainerBuilder from() throws InvalidImageReferenceException {
        if (base.startsWith(TAR)) {
            return Jib.from(TarImage.at(Path.of(base.substring(TAR.length()))));
        }
        return Jib.from(registry(ImageReference.parse(base)));
    }

    private Containerizer to(ImageReference reference, Destination destination, String name) throws IOException {
        return switch (destination) {
            case Destination.Tar(Path directory) -> {
                Files.createDirectories(directory);
                yield Containerizer.to(
                        TarImage.at(directory.resolve(name + ".tar")).named(reference));
            }
            case Destination.Docker() -> Containerizer.to(DockerDaemonImage.named(reference));
            case Destination.Registry(String ignored) -> Containerizer.to(registry(reference));
        };
    }

    private static RegistryImage registry(ImageReference reference) {
        CredentialRetrieverFactory credentials = CredentialRetrieverFactory.forImage(reference, event -> {});
        return RegistryImage.named(reference)
                .addCredentialRetriever(credentials.dockerConfig())
                .addCredentialRetriever(credentials.wellKnownCredentialHelpers());
    }

    private static FileEntriesLayer entries(ImageContent.Layer layer) throws IOException {
        FileEntriesLayer.Builder entries = FileEntriesLayer.builder().setName(layer.name());
        AbsoluteUnixPath target = AbsoluteUnixPath.get(layer.target());
        try (Stream<Path> files = Files.walk(layer.source())) {
            for (Path file : files.sorted().toList()) {
                boolean executable = Files.isDirectory(file) || Files.isExecutable(file);
                entries.addEntry(
                        file,
                        target.resolve(layer.source().relativize(file).toString()),
                        FilePermissions.fromOctalString(executable ? "755" : "644"),
                        Staging.TIME);
            }
        }
        return entries.build();
    }

    /** Where an image goes. */
    sealed interface Destination {

        /** One file for each image, for {@code docker load} and the like. */
        record Tar(Path directory) implements Destination {}

        /** The Docker engine of this machine. */
        record Docker() implements Destination {}

        /** A registry. */
        record Registry(String prefix) implements Destination {}

        /** The names that users pull by, where nothing else is said. */
        String DEFAULT_PREFIX = "intercepts";

        /**
         * As it is written in {@code --to}: {@code tar:DIRECTORY}, {@code docker} or {@code registry:PREFIX}.
         *
         * @throws IllegalArgumentException for anything else
         */
        static Destination of(String text) {
            if (text.equals("docker")) {
                return new Docker();
            }
            List<String> parts = List.of(text.split(":", 2));
            if (parts.size() == 2 && !parts.get(1).isEmpty()) {
                switch (parts.getFirst()) {
                    case "tar" -> {
                        return new Tar(Path.of(parts.get(1)));
                    }
                    case "registry" -> {
                        return new Registry(parts.get(1));
                    }
                    default -> {}
                }
            }
            throw new IllegalArgumentException(
                    "--to: " + text + " (expected: tar:DIRECTORY, docker or registry:PREFIX)");
        }

        /** Whether a registry is on this machine, where it needs no TLS; as Docker has it. */
        static boolean onLoopback(String registry) {
            String host = registry.replaceFirst(":\\d+$", "");
            return host.equals("localhost")
                    || host.endsWith(".localhost")
                    || host.equals("[::1]")
                    || host.matches("127(\\.\\d{1,3}){3}");
        }

        /** The image's whole name. */
        default ImageReference reference(String name, String tag) {
            String prefix = this instanceof Registry(String given) ? given : DEFAULT_PREFIX;
            try {
                return ImageReference.parse(prefix + "/" + name + ":" + tag);
            } catch (InvalidImageReferenceException e) {
                throw new IllegalArgumentException(prefix + "/" + name + ":" + tag + " is no name of an image", e);
            }
        }
    }
}
