package dev.intercepts.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.Views.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentFilesTest {

    private static final Environment ENVIRONMENT = new Environment(
            "app",
            new TreeMap<>(Map.of("PLAIN", "a b", "QUOTED", "it's $HOME", "LINES", "one\ntwo \"x\"")),
            Map.of("HTTP_PROXY", "http://127.0.0.1:1"));

    @Test
    void exportsAreSafeForAShell() throws Exception {
        String script = EnvironmentFiles.exports(ENVIRONMENT)
                + "printf '%s|' \"$PLAIN\" \"$QUOTED\" \"$LINES\" \"$HTTP_PROXY\"";
        Process shell = new ProcessBuilder("/bin/sh", "-c", script).start();

        assertThat(new String(shell.getInputStream().readAllBytes()))
                .isEqualTo("a b|it's $HOME|one\ntwo \"x\"|http://127.0.0.1:1|");
    }

    @Test
    void aVariableThatAShellCannotNameIsLeftOut() {
        assertThat(EnvironmentFiles.exports(new Environment("app", Map.of("a.b;rm", "x"), Map.of())))
                .isEmpty();
    }

    @Test
    void filesAreTheOwnersOnly(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("env");
        Path json = directory.resolve("env.json");
        Files.writeString(file, "old");

        EnvironmentFiles.write(ENVIRONMENT, file, json, warning -> {});

        assertThat(file).hasContent("PLAIN=a b\nQUOTED=it's $HOME");
        assertThat(json).content().contains("\"QUOTED\": \"it's $HOME\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(json)))
                .isEqualTo("rw-------");
    }
}
