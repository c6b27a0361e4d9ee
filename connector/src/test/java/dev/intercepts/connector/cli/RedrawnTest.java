package dev.intercepts.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedrawnTest {

    @Test
    void goesUpByWhatItPrintedLast() {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Redrawn redrawn = new Redrawn(new PrintStream(shown, true, StandardCharsets.UTF_8));

        redrawn.show("a\nb\n", TerminalSize.USUAL);
        redrawn.show("c\n", TerminalSize.USUAL);
        redrawn.show("d\n", TerminalSize.USUAL);

        assertThat(shown.toString(StandardCharsets.UTF_8)
                        .replace("\u001b[", "^")
                        .replace("\r", "<"))
                .isEqualTo("a^K\nb^K\n^J" + "<^2Ac^K\n^J" + "<^1Ad^K\n^J");
    }

    @Test
    void keepsWithinTheWindow() {
        assertThat(Redrawn.fitting("one\ntwo\nthree\nfour\n", new TerminalSize(4, 10)))
                .containsExactly("one", "two", "… and 2 m…");
        assertThat(Redrawn.fitting("one\ntwo\nthree\n", new TerminalSize(4, 4))).containsExactly("one", "two", "thr…");
    }

    @ParameterizedTest
    @CsvSource({"'48 120\n', 48, 120", "0 0, 24, 80", "'', 24, 80", "stty: no, 24, 80", "999999 1, 24, 80"})
    void readsWhatSttySays(String said, int rows, int columns) {
        assertThat(TerminalSize.of(said)).isEqualTo(new TerminalSize(rows, columns));
    }
}
