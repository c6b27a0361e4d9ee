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
        return new Terminal(
                err,
                err,
                new BufferedReader(new StringReader(typed)),
                new Terminal.Abilities(asks, false, false, false));
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
        assertThat(text().replace("]: ", "]: \n")).isEqualTo("""
                        To make a preview URL, telepresence needs to know how requests enter your cluster.

                        1/4: What is the layer 3 (IP) address of your ingress?
                             An IP address or a name, often "service.namespace".
                             [default: ingress.web]:\s

                        2/4: Does your ingress speak TLS there?
                             [default: y]:\s

                        3/4: What is the port of your ingress?
                             [default: 443]:\s

                        4/4: Which layer 5 host name (TLS server name, HTTP Host) do requests carry,
                             if another than the address?
                             [default: shop.example]:\s

                        """);
    }

    @Test
    void whatIsTypedCountsAndNonsenseIsAskedAgain() {
        IngressOptions answers = IngressQuestions.answer(
                terminal("10.0.0.1\nmaybe\nn\n0\n70000\n8080\n\n", true), plan(IngressOptions.NONE, SUGGESTED));

        // Another address than the one offered has its own name as layer 5 host.
        assertThat(answers).isEqualTo(new IngressOptions("10.0.0.1", 8080, false, "10.0.0.1"));
        assertThat(text())
                .contains(
                        "     'maybe' does not fit (expected: y or n)\n     [default: y]: ",
                        "     '70000' does not fit (expected: 1-65535)\n     [default: 443]: ");
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
