package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.Views.Environment;
import dev.intercepts.connector.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An environment in the forms that shells, container tools and editors read. */
final class EnvironmentFiles {

    private EnvironmentFiles() {}

    /** Writes the container's variables to the files asked for; they hold secrets, so only the owner can read them. */
    static void write(Environment environment, @Nullable Path file, @Nullable Path json) {
        if (file != null) {
            write(file, lines(environment.variables()));
        }
        if (json != null) {
            write(json, Json.pretty(environment.variables()) + "\n");
        }
    }

    /** {@code KEY=value} lines; a value with a line's end or a quote in it is quoted and escaped, as dotenv readers take it. */
    static String lines(Map<String, String> variables) {
        StringBuilder out = new StringBuilder();
        variables.forEach((name, value) ->
                out.append(name).append('=').append(quoted(value)).append('\n'));
        return out.toString();
    }

    /** {@code export} lines for {@code eval} in a POSIX shell: the container's variables and the proxy's. */
    static String exports(Environment environment) {
        Map<String, String> all = new LinkedHashMap<>(environment.variables());
        all.putAll(environment.proxy());
        StringBuilder out = new StringBuilder();
        all.forEach((name, value) -> {
            if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                out.append("export ").append(name).append("='");
                out.append(value.replace("'", "'\\''")).append("'\n");
            }
        });
        return out.toString();
    }

    private static String quoted(String value) {
        if (value.indexOf('\n') < 0 && value.indexOf('\r') < 0) {
            return value;
        }
        String escaped = value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
        return '"' + escaped + '"';
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
