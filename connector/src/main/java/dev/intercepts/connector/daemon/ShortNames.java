package dev.intercepts.connector.daemon;

import dev.intercepts.connector.files.State;
import dev.intercepts.connector.proxy.ClusterHosts;
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
        String namespace = own.all().stream()
                .findFirst()
                .map(State.Intercept::namespace)
                .or(() -> sessions.current().map(session -> session.cluster().namespace()))
                .orElse("default");
        return ClusterHosts.resolve(host, namespace);
    }
}
