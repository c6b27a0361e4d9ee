package dev.intercepts.e2e;

import dev.intercepts.playground.world.Checkout;
import dev.intercepts.playground.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One playground for all tests of the run; a test gets it as an argument. */
final class Playground implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(Playground.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == World.class;
    }

    @Override
    public World resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent("world", key -> new Up(), Up.class).world;
    }

    /** Closed by JUnit when the run ends. */
    private static final class Up implements AutoCloseable {

        private final Path workDir;
        private final World world;

        Up() {
            try {
                // Short: Unix sockets below it have paths of at most 103 bytes.
                workDir = Files.createTempDirectory("e2e");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            world = World.start(Checkout.here(), workDir, line -> System.out.println("playground: " + line));
        }

        @Override
        public void close() throws IOException {
            world.close();
            try (Stream<Path> paths = Files.walk(workDir)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
