package dev.intercepts.connector.daemon;

import dev.intercepts.connector.files.State;
import dev.intercepts.connector.proxy.ClusterHosts;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Short names follow the namespace that is intercepted; without an intercept, the session's. */
final class ShortNames implements UnaryOperator<String> {

    private final OwnIntercepts own;
    private final Sessions sessions;

    ShortNames(OwnIntercepts own, Sessions sessions) {
        this.own = own;
        this.sessions = sessions;
    }

    @Override
    public String apply(String host) {
        return ClusterHosts.resolve(host, namespaces(own, sessions.current()).getFirst());
    }

    /** The namespaces that count, at least one, in the order in which they do. */
    static List<String> namespaces(OwnIntercepts own, Optional<ClusterSession> session) {
        List<String> intercepted =
                own.all().stream().map(State.Intercept::namespace).distinct().toList();
        return intercepted.isEmpty()
                ? List.of(session.map(ClusterSession::namespace).orElse("default"))
                : intercepted;
    }
}
