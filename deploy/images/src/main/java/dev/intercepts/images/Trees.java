package dev.intercepts.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Directories on their way into an image. */
final class Trees {

    private Trees() {}

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Copies the files of a directory, not those below it, whose names are wanted. */
    static void copy(Path from, Path to, Predicate<String> wanted) throws IOException {
        Files.createDirectories(to);
        for (Path file : files(from)) {
            if (wanted.test(file.getFileName().toString())) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /**
     * Unpacks Netty's native code, which it would otherwise unpack at each start into a directory that a container with a
     * read-only root does not have.
     */
    static void unpackNatives(Path jars, Path to, Architecture architecture) throws IOException {
        Files.createDirectories(to);
        for (Path jar : files(jars)) {
            if (jar.toString().endsWith(".jar")) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    for (ZipEntry entry : zip.stream()
                            .filter(each -> architecture.nettyLibrary(each.getName()))
                            .toList()) {
                        Path library = to.resolve(Path.of(entry.getName()).getFileName());
                        try (InputStream in = zip.getInputStream(entry)) {
                            Files.copy(in, library, StandardCopyOption.REPLACE_EXISTING);
                        }
                    }
                }
            }
        }
    }

    /** Gives every file the same time: the JVM takes a cache only for jars of the time that it saw, and layers stay the same. */
    static void touch(Path directory, Instant time) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
        }
    }

    /**
     * The one file of a directory whose name begins and ends so.
     *
     * @throws IOException where there is none or more than one
     */
    static Path only(Path directory, String prefix, String suffix) throws IOException {
        List<Path> found = files(directory).stream()
                .filter(file -> file.getFileName().toString().startsWith(prefix)
                        && file.getFileName().toString().endsWith(suffix))
                .toList();
        if (found.size() != 1) {
            throw new IOException(directory + ": " + found.size() + " files " + prefix + "*" + suffix
                    + " (expected: 1; run `mvn package -DskipTests` first)");
        }
        return found.getFirst();
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + " is not there (run `mvn package -DskipTests` first)");
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
