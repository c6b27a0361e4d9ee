package dev.intercepts.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.connector.contract.Views.Plan;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IngressQuestionsTest {

    private static final IngressOptions SUGGESTED = new IngressOptions("ingress.web", 443, true, "shop.example");

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private Terminal terminal(String typed, boolean asks) {
        PrintStream err = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return new Terminal(err, err, new BufferedReader(new StringReader(typed)), asks, false, false);
    }

    private static Plan plan(IngressOptions given, IngressOptions suggested) {
        return new Plan("hello", true, given, given.or(suggested));
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void enterAcceptsEachDefault() {
        IngressOptions answers =
                IngressQuestions.answer(terminal("\n\n\n\n", true), plan(IngressOptions.NONE, SUGGESTED));

        assertThat(answers).isEqualTo(SUGGESTED);
        assertThat(text())
                .contains("1/4:", "[default: ingress.web]: ", "2/4:", "[default: y]: ", "3/4:", "[default: 443]: ")
                .contains("4/4:", "[default: shop.example]: ");
    }

    @Test
    void whatIsTypedCountsAndNonsenseIsAskedAgain() {
        IngressOptions answers = IngressQuestions.answer(
                terminal("10.0.0.1\nmaybe\nn\n0\n70000\n8080\n\n", true), plan(IngressOptions.NONE, SUGGESTED));

        // Another address than the one offered has its own name as layer 5 host.
        assertThat(answers).isEqualTo(new IngressOptions("10.0.0.1", 8080, false, "10.0.0.1"));
        assertThat(text()).contains("'maybe' does not fit.", "'70000' does not fit.");
    }

    @Test
    void flagsAreNotAskedFor() {
        IngressOptions given = new IngressOptions("a.b", 80, false, "c.d");

        assertThat(IngressQuestions.answer(terminal("", true), plan(given, SUGGESTED)))
                .isEqualTo(given);
        assertThat(text()).isEmpty();
    }

    @Test
    void withoutATerminalDefaultsAreTaken() {
        assertThat(IngressQuestions.answer(terminal("", false), plan(IngressOptions.NONE, SUGGESTED)))
                .isEqualTo(SUGGESTED);
        assertThat(text()).isEmpty();
    }

    @Test
    void withoutATerminalAndDefaultTheFlagIsNamed() {
        Plan plan = plan(IngressOptions.NONE, new IngressOptions("a.b", null, false, null));

        assertThatThrownBy(() -> IngressQuestions.answer(terminal("", false), plan))
                .isInstanceOfSatisfying(
                        dev.intercepts.connector.contract.FailureException.class,
                        e -> assertThat(e.failure().hint()).contains("--ingress-port"));
    }

    @Test
    void theEndOfInputTakesTheDefaults() {
        assertThat(IngressQuestions.answer(terminal("10.0.0.1\n", true), plan(IngressOptions.NONE, SUGGESTED)))
                .isEqualTo(new IngressOptions("10.0.0.1", 443, true, "10.0.0.1"));
    }
}
