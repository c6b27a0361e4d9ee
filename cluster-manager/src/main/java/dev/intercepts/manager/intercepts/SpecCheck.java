package dev.intercepts.manager.intercepts;

import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.match.CompiledMatch;
import dev.intercepts.protocol.match.Match;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a specification makes sense by itself. */
final class SpecCheck {

    private static final Pattern SESSION_ID = Pattern.compile("[0-9a-f]{32}");

    private SpecCheck() {}

    /** What is wrong with it, as a sentence, or empty. */
    static Optional<String> problem(InterceptSpec spec) {
        if (!SESSION_ID.matcher(spec.sessionId()).matches()) {
            return Optional.of("sessionId: " + spec.sessionId() + " (expected: 32 hexadecimal digits)");
        }
        if (badPort(spec.target().port())) {
            return Optional.of("target.port: " + spec.target().port() + " (expected: 1-65535)");
        }
        Ingress ingress = spec.ingress();
        if (ingress != null && badPort(ingress.port())) {
            return Optional.of("ingress.port: " + ingress.port() + " (expected: 1-65535)");
        }
        if (ingress != null && ingress.host() == null) {
            return Optional.of("ingress.host: missing");
        }
        if (ingress != null && OffLimits.contains(ingress.host())) {
            return Optional.of("ingress.host: " + ingress.host() + " (expected: the name or address of an ingress)");
        }
        if (spec.mechanism() == Mechanism.TCP && !spec.match().equals(Match.ALL)) {
            return Optional.of("match: given with mechanism tcp, which takes all connections (use http)");
        }
        try {
            CompiledMatch.of(spec.match());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean badPort(int port) {
        return port < 1 || port > 65535;
    }
}
