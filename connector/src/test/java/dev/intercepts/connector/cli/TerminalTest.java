package dev.intercepts.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.cli.Terminal.Abilities;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private Terminal terminal(Abilities abilities) {
        PrintStream err = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return new Terminal(err, err, new BufferedReader(new StringReader("")), abilities);
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8).replace("\u001b[", "^").replace("\r", "<");
    }

    @Test
    void whatStreamsCanDo() {
        assertThat(Abilities.of("012", null, "xterm")).isEqualTo(new Abilities(true, true, true, true));
        assertThat(Abilities.of("02", "1", "xterm")).isEqualTo(new Abilities(true, true, false, false));
        assertThat(Abilities.of("12", "", "dumb")).isEqualTo(new Abilities(false, false, false, false));
        assertThat(Abilities.of("", null, "xterm")).isEqualTo(Abilities.NONE);
    }

    @Test
    void progressIsOneLineThatGoes() {
        Terminal terminal = terminal(new Abilities(true, true, true, true));

        terminal.progress("Waiting");
        terminal.warning("look out");
        terminal.progressDone();

        assertThat(shown()).isEqualTo("<^K^?7lWaiting …^?7h<^K^33mWarning: ^0mlook out\n");
    }

    @Test
    void nothingMovesInAPipe() {
        Terminal terminal = terminal(Abilities.NONE);

        terminal.progress("Waiting");
        terminal.progressDone();
        terminal.error("it broke", "mend it");

        assertThat(shown()).isEqualTo("telepresence: it broke\n  mend it\n");
    }

    @Test
    void theEndOfInputEndsThePromptsLine() {
        assertThat(terminal(Abilities.NONE).ask("Who? ")).isNull();
        assertThat(shown()).isEqualTo("Who? \n");
    }
}
