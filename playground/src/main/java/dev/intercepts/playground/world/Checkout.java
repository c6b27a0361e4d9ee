package dev.intercepts.playground.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The source tree with what was built in it.
 *
 * @param root of the tree
 */
public record Checkout(Path root) {

    /** The tree that {@code bin/playground} names ({@code -Dintercepts.root}), else the one around the working directory. */
    public static Checkout here() {
        String named = System.getProperty("intercepts.root", "");
        Path start = Path.of(named.isEmpty() ? "." : named).toAbsolutePath().normalize();
        return Stream.iterate(start, dir -> dir != null, Path::getParent)
                .filter(dir -> Files.isRegularFile(dir.resolve("bin/playground")))
                .findFirst()
                .map(Checkout::new)
                .orElseThrow(() -> new IllegalStateException(
                        "working directory: " + start + " (expected: the source tree, or below it)"));
    }

    /** A module's jar; it needs the libraries in {@code lib} beside it. */
    public Path jar(String module) {
        return find(module, ".jar");
    }

    /** The hosted service's executable jar, with its libraries inside. */
    public Path serverJar() {
        return find("server", "-exec.jar");
    }

    /** A script in {@code bin}. */
    public Path script(String name) {
        return root.resolve("bin").resolve(name);
    }

    /** The class path of the playground's own classes and libraries, as this JVM has it. */
    public String classPath() {
        return System.getProperty("java.class.path", "");
    }

    /** The {@code java} that runs this JVM. */
    public Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private Path find(String module, String ending) {
        Path target = root.resolve(module).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> isArtifact(module, file.getFileName().toString(), ending))
                    .max(Comparator.comparing(Checkout::lastModified))
                    .orElseThrow(() -> new IOException("no jar in " + target));
        } catch (IOException e) {
            throw new UncheckedIOException("module " + module + " is not built; run mvn package -DskipTests", e);
        }
    }

    private static boolean isArtifact(String module, String file, String ending) {
        return file.matches(Pattern.quote(module) + "-\\d[^-]*(-SNAPSHOT)?" + Pattern.quote(ending));
    }

    private static long lastModified(Path file) {
        return file.toFile().lastModified();
    }
}
