package dev.intercepts.build;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds every Java file of the tree to palantir-java-format. {@code check} lists what differs and fails; {@code write}
 * mends it. A program of its own because the formatter parses with the JDK that runs it, and Maven's may be older than
 * the language level of the sources (docs/decisions/0002-format.md).
 */
public final class Format {

    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    private Format() {}

    /** Arguments: {@code check|write} and the root folder. Exit status 1 where {@code check} found a difference. */
    public static void main(String[] args) throws IOException {
        boolean write = args[0].equals("write");
        List<Path> different = new ArrayList<>();
        for (Path file : sources(Path.of(args[1]))) {
            String before = Files.readString(file);
            String after = formatted(file, before);
            if (!after.equals(before)) {
                different.add(file);
                if (write) {
                    Files.writeString(file, after);
                }
            }
        }
        if (!different.isEmpty()) {
            different.forEach(file -> System.err.println((write ? "formatted " : "not formatted: ") + file));
            if (!write) {
                System.err.println("Mend it with: mvn -q package -pl build/format -Dformat=write");
                System.exit(1);
            }
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> Stream.of(root.relativize(file).toString().split("/"))
                            .noneMatch(name -> name.equals("target") || name.startsWith(".")))
                    .sorted()
                    .toList();
        }
    }

    private static String formatted(Path file, String source) {
        try {
            String imports = RemoveUnusedImports.removeUnusedImports(source);
            return FORMATTER.formatSource(ImportOrderer.reorderImports(imports, JavaFormatterOptions.Style.PALANTIR));
        } catch (FormatterException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }
}
