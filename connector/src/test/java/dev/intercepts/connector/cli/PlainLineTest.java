package dev.intercepts.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is read without picocli is what picocli reads. */
class PlainLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "--config /c status",
                "status --config=/c",
                "list --output json",
                "list --output=text -v",
                "--context x --kubeconfig /k --namespace shop quit --verbose",
                "-v version",
                "status --config=/a=b"
            })
    void meansTheSame(String line) {
        String[] args = line.split(" ");
        GlobalOptions options = new GlobalOptions();
        CommandLine.ParseResult parsed = Telepresence.commandLine(options, front(options), CommandName.all())
                .parseArgs(args);

        PlainLine plain = PlainLine.read(args).orElseThrow();

        assertThat(plain.command().name())
                .isEqualTo(parsed.subcommand().commandSpec().name());
        assertThat(plain.options()).usingRecursiveComparison().isEqualTo(options);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stauts",
                "status hello",
                "status --help",
                "-h",
                "list -A",
                "list --watch",
                "list -n shop",
                "leave hello",
                "status --output xml",
                "status --config",
                "status --config --verbose",
                "status --config /a --config /b",
                "status --verbose=false",
                "status -- x",
                "--config status",
                "--namespace list status"
            })
    void leavesTheRestToPicocli(String line) {
        assertThat(PlainLine.read(line.split(" "))).isEmpty();
    }

    private static Front front(GlobalOptions options) {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        Terminal terminal =
                new Terminal(nowhere, nowhere, new BufferedReader(new StringReader("")), Terminal.Abilities.NONE);
        return new Front(options, terminal, Map.of(), url -> {});
    }
}
