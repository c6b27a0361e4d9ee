package dev.intercepts.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.Views.Environment;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other programs read from what the command writes is what the container has, to the letter. */
class EnvironmentQuotingTest {

    private static final Map<String, String> NASTY = new TreeMap<>(Map.ofEntries(
            Map.entry("N_EMPTY", ""),
            Map.entry("N_BLANKS", "  leading and trailing  "),
            Map.entry("N_TAB", "\ta\tb\t"),
            Map.entry("N_QUOTES", "it's \"quoted\" `date` ''"),
            Map.entry("N_DOLLAR", "$HOME ${HOME} $(date) $$ !! %s"),
            Map.entry("N_BACKSLASH", "a\\b \\n \\\\ \\"),
            Map.entry("N_EQUALS", "a=b=c="),
            Map.entry("N_HASH", "# no comment #"),
            Map.entry("N_UNICODE", "grüße 日本 🚀"),
            Map.entry("N_ONLY_QUOTES", "\"whole\""),
            Map.entry("N_JSON", "{\"a\": [1, \"\\u00e9\"]}")));
    private static final Map<String, String> BROKEN = Map.of(
            "N_LINES", "one\ntwo\n\n", "N_RETURN", "one\r\ntwo\r", "N_CONTROL", "bell\u0007 escape\u001b delete\u007f");

    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();

    private static Environment all() {
        Map<String, String> variables = new TreeMap<>(NASTY);
        variables.putAll(BROKEN);
        return new Environment("app", variables, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/dash", "/bin/bash"})
    void shellsReadTheExports(String shell) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of(shell)), () -> "LEFT OUT: there is no " + shell);
        Path exports = directory.resolve("exports");
        Files.writeString(exports, EnvironmentFiles.exports(all()));

        assertThat(read(shell, "-c", ". \"$0\"; exec env -0", exports.toString()))
                .isEqualTo(all().variables());
        // As people do it.
        assertThat(read(shell, "-c", "eval \"$(cat \"$0\")\"; exec env -0", exports.toString()))
                .isEqualTo(all().variables());
    }

    @Test
    void pythonReadsTheJson() throws Exception {
        String program = "import json,sys\n"
                + "for k,v in json.load(open(sys.argv[1],encoding='utf-8')).items():"
                + " sys.stdout.buffer.write((k+'='+v+'\\0').encode())";
        assertThat(read("python3", "-c", program, json())).isEqualTo(all().variables());
    }

    @Test
    void jqReadsTheJson() throws Exception {
        String each = "to_entries[] | \"\\(.key)=\\(.value)\\u0000\"";
        assertThat(read("jq", "-j", each, json())).isEqualTo(all().variables());
    }

    /** The rules of docker/cli's parser: no quotes, no escapes; blanks before a name and a return at the end of a line go. */
    @Test
    void dockerReadsTheEnvFile() throws Exception {
        Path file = directory.resolve("env");
        EnvironmentFiles.write(all(), file, null, warnings::add);

        Map<String, String> read = new TreeMap<>();
        for (String line : Files.readString(file).split("\n")) {
            String stripped = line.replaceAll("\r$", "").stripLeading();
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                String[] parts = stripped.split("=", 2);
                assertThat(parts).hasSize(2);
                assertThat(parts[0]).doesNotContainAnyWhitespaces();
                read.put(parts[0], parts[1]);
            }
        }
        Map<String, String> expected = new TreeMap<>(NASTY);
        expected.put("N_CONTROL", all().variables().get("N_CONTROL"));
        assertThat(read).isEqualTo(expected);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("N_LINES, N_RETURN", "--env-json")
                .doesNotContain("\n", "N_CONTROL");
    }

    @Test
    void namesAndValuesThatAnEnvFileCannotHoldAreSaid() {
        Map<String, String> variables =
                new TreeMap<>(Map.of("#A", "1", "B C", "2", "D", "x".repeat(70_000), "E.F-g", "4"));
        Path file = directory.resolve("env");

        EnvironmentFiles.write(new Environment("app", variables, Map.of()), file, null, warnings::add);

        assertThat(file).hasContent("E.F-g=4");
        assertThat(warnings).singleElement().asString().contains("#A, B C, D;");
    }

    @Test
    void whatAShellCannotNameIsNamed() {
        Environment environment = new Environment("app", new TreeMap<>(Map.of("a.b", "1", "C", "2")), Map.of());

        assertThat(EnvironmentFiles.unexportable(environment)).containsExactly("a.b");
        assertThat(EnvironmentFiles.exports(environment)).isEqualTo("export C='2'\n");
    }

    @Test
    void aCommandHasAllOfIt() throws Exception {
        Assumptions.assumeTrue(
                System.getProperty("sun.jnu.encoding").equals("UTF-8"), "LEFT OUT: needs a locale with UTF-8");
        Map<String, String> variables = new TreeMap<>(all().variables());
        variables.put("N.dotted-name", "as a pod has it");
        Path seen = directory.resolve("seen");
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Terminal terminal =
                new Terminal(nowhere, nowhere, new BufferedReader(new StringReader("")), Terminal.Abilities.NONE);

        int status = new CommandInEnvironment(terminal)
                .run(
                        List.of(
                                "python3",
                                "-c",
                                "import sys;open(sys.argv[1],'wb').write(open('/proc/self/environ','rb').read())",
                                seen.toString()),
                        () -> new Environment("app", variables, Map.of()),
                        () -> {});

        assertThat(status).isZero();
        assertThat(parsed(Files.readAllBytes(seen))).isEqualTo(variables);
    }

    @Test
    void aCommandHasTheLocaleThatWasThere() {
        Map<String, String> chosen = new TreeMap<>(Map.of("LC_ALL", "C.UTF-8", "TELEPRESENCE_LC_ALL", "", "LANG", "C"));
        Map<String, String> replaced = new TreeMap<>(Map.of("LC_ALL", "C.UTF-8", "TELEPRESENCE_LC_ALL", "POSIX"));
        Map<String, String> own = new TreeMap<>(Map.of("LC_ALL", "de_DE.UTF-8"));

        List.of(chosen, replaced, own).forEach(CommandInEnvironment::giveLocaleBack);

        assertThat(chosen).isEqualTo(Map.of("LANG", "C"));
        assertThat(replaced).isEqualTo(Map.of("LC_ALL", "POSIX"));
        assertThat(own).isEqualTo(Map.of("LC_ALL", "de_DE.UTF-8"));
    }

    private String json() {
        Path file = directory.resolve("env.json");
        EnvironmentFiles.write(all(), null, file, warnings::add);
        return file.toString();
    }

    private static Map<String, String> read(String... command) throws Exception {
        String program = command[0];
        boolean there = program.startsWith("/")
                || Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
        Assumptions.assumeTrue(there, () -> "LEFT OUT: there is no " + program);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return parsed(process.getInputStream().readAllBytes());
    }

    private static Map<String, String> parsed(byte[] bytes) {
        Map<String, String> found = new TreeMap<>();
        for (String each : new String(bytes, StandardCharsets.UTF_8).split("\0")) {
            if (each.startsWith("N_") || each.startsWith("N.")) {
                String[] parts = each.split("=", 2);
                found.put(parts[0], parts[1]);
            }
        }
        return found;
    }
}
