package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.connector.contract.Views.Plan;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The four questions on how requests enter the cluster: layer-3 address, TLS, port, layer-5 host name. */
final class IngressQuestions {

    private static final String INDENT = "     ";

    private static final Question<String> ADDRESS =
            new Question<>("""
            1/4: What is the layer 3 (IP) address of your ingress?
                 An IP address or a name, often "service.namespace".
            """, "--ingress-host", "an address or a host name", IngressQuestions::word);
    private static final Question<Boolean> TLS =
            new Question<>("""
            2/4: Does your ingress speak TLS there?
            """, "--ingress-tls", "y or n", IngressQuestions::yesOrNo);
    private static final Question<Integer> PORT =
            new Question<>("""
            3/4: What is the port of your ingress?
            """, "--ingress-port", "1-65535", IngressQuestions::port);
    private static final Question<String> LAYER_5_HOST =
            new Question<>("""
            4/4: Which layer 5 host name (TLS server name, HTTP Host) do requests carry,
                 if another than the address?
            """, "--ingress-l5", "a host name", IngressQuestions::word);

    /**
     * A question.
     *
     * @param flag that answers it without being asked
     * @param expected what answers look like
     * @param reader gives {@code null} for what is none
     */
    private record Question<T>(String text, String flag, String expected, Function<String, @Nullable T> reader) {}

    private IngressQuestions() {}

    /**
     * Answers from flags first, then from the person at the terminal, else from the defaults.
     *
     * @throws dev.intercepts.connector.contract.FailureException where nobody can be asked and there is no default; names
     *     the flag
     */
    static IngressOptions answer(Terminal terminal, Plan plan) {
        IngressOptions given = plan.answered();
        IngressOptions offered = plan.suggested();
        boolean open = given.host() == null || given.tls() == null || given.port() == null || given.l5Host() == null;
        boolean asks = terminal.abilities().asks() && open;
        if (asks) {
            terminal.note("To make a preview URL, telepresence needs to know how requests enter your cluster.");
        }
        String host = given.host() != null ? given.host() : question(terminal, asks, ADDRESS, offered.host());
        boolean tls = given.tls() != null ? given.tls() : question(terminal, asks, TLS, offered.tls());
        int port = given.port() != null ? given.port() : question(terminal, asks, PORT, offered.port());
        String l5Default = offered.l5Host() != null && host.equals(offered.host()) ? offered.l5Host() : host;
        String l5Host = given.l5Host() != null ? given.l5Host() : question(terminal, asks, LAYER_5_HOST, l5Default);
        if (asks) {
            terminal.note("");
        }
        return new IngressOptions(host, port, tls, l5Host);
    }

    private static <T> T question(Terminal terminal, boolean asks, Question<T> question, @Nullable T offered) {
        if (!asks) {
            return orFail(offered, question.flag());
        }
        terminal.note("\n" + question.text().stripTrailing());
        String prompt = offered == null ? "[no default]: " : "[default: " + display(offered) + "]: ";
        while (true) {
            String typed = terminal.ask(INDENT + prompt);
            if (typed == null) {
                return orFail(offered, question.flag());
            }
            if (typed.isEmpty() && offered != null) {
                return offered;
            }
            T answer = question.reader().apply(typed);
            if (answer != null) {
                return answer;
            }
            String given = typed.isEmpty() ? "There is no default" : "'" + typed + "' does not fit";
            terminal.note(INDENT + given + " (expected: " + question.expected() + ")");
        }
    }

    private static <T> T orFail(@Nullable T offered, String flag) {
        if (offered == null) {
            throw Failure.usage(
                    "answer-needed", "the ingress is not known and nobody can be asked", "give it with " + flag);
        }
        return offered;
    }

    private static String display(Object offered) {
        return offered instanceof Boolean yes ? (yes ? "y" : "n") : offered.toString();
    }

    private static @Nullable String word(String typed) {
        return typed.matches("[A-Za-z0-9._:-]+") ? typed : null;
    }

    private static @Nullable Integer port(String typed) {
        if (!typed.matches("\\d{1,5}")) {
            return null;
        }
        int port = Integer.parseInt(typed);
        return port >= 1 && port <= 65_535 ? port : null;
    }

    private static @Nullable Boolean yesOrNo(String typed) {
        return switch (typed.toLowerCase(Locale.ROOT)) {
            case "y", "yes", "true" -> Boolean.TRUE;
            case "n", "no", "false" -> Boolean.FALSE;
            default -> null;
        };
    }
}
