package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.Views.Environment;
import dev.intercepts.connector.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An environment in the forms that shells, container tools and editors read. */
final class EnvironmentFiles {

    /** Docker reads a file in lines of up to 64 KiB. */
    private static final int LONGEST_LINE_BYTES = 60 * 1024;

    private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private EnvironmentFiles() {}

    /**
     * Writes the container's variables to the files asked for; they hold secrets, so only the owner can read them.
     *
     * @param warning told of what a file cannot hold
     */
    static void write(Environment environment, @Nullable Path file, @Nullable Path json, Consumer<String> warning) {
        if (file != null) {
            write(file, lines(environment.variables()));
            List<String> missing = environment.variables().entrySet().stream()
                    .filter(variable -> !fitsLine(variable.getKey(), variable.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (!missing.isEmpty()) {
                warning.accept(
                        "%s cannot hold a line break, a value over 60 KiB or such a name, so it is without %s; `--env-json`"
                                        .formatted(file, String.join(", ", missing))
                                + " and `-- COMMAND` have all");
            }
        }
        if (json != null) {
            write(json, Json.pretty(environment.variables()) + "\n");
        }
    }

    /**
     * {@code KEY=value} lines as {@code docker --env-file} reads them: a value is all that follows, quotes, blanks and backslashes
     * included, so there is no way to write a line break. Without the variables that do not fit.
     */
    static String lines(Map<String, String> variables) {
        StringBuilder out = new StringBuilder();
        variables.forEach((name, value) -> {
            if (fitsLine(name, value)) {
                out.append(name).append('=').append(value).append('\n');
            }
        });
        return out.toString();
    }

    private static boolean fitsLine(String name, String value) {
        boolean named = !name.isEmpty()
                && name.charAt(0) != '#'
                && name.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '=');
        return named
                && value.indexOf('\n') < 0
                && value.indexOf('\r') < 0
                && value.getBytes(StandardCharsets.UTF_8).length + name.length() < LONGEST_LINE_BYTES;
    }

    /** Names that a shell has no variables of. */
    static List<String> unexportable(Environment environment) {
        return environment.variables().keySet().stream()
                .filter(name -> !SHELL_NAME.matcher(name).matches())
                .toList();
    }

    /** {@code export} lines for {@code eval} in a POSIX shell: the container's variables and the proxy's. */
    static String exports(Environment environment) {
        Map<String, String> all = new LinkedHashMap<>(environment.variables());
        all.putAll(environment.proxy());
        StringBuilder out = new StringBuilder();
        all.forEach((name, value) -> {
            if (SHELL_NAME.matcher(name).matches()) {
                out.append("export ").append(name).append("='");
                out.append(value.replace("'", "'\\''")).append("'\n");
            }
        });
        return out.toString();
    }

    private static void write(Path file, String text) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw Failure.failed("env-file", file + " could not be written: " + e.getMessage(), "choose another file");
        }
    }
}
