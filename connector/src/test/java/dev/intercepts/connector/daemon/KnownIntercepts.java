package dev.intercepts.connector.daemon;

import dev.intercepts.connector.files.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intercepts of Deployment {@code hello} as a laptop knows them, for tests. */
final class KnownIntercepts {

    private KnownIntercepts() {}

    /** One without a preview, which leads to 127.0.0.1:9000. */
    static State.Intercept of(String namespace, String name, String mechanism, @Nullable String cloudId) {
        return new State.Intercept(
                namespace,
                name,
                "Deployment",
                "hello",
                "127.0.0.1",
                9000,
                mechanism,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                cloudId,
                null,
                null);
    }
}
