package dev.intercepts.manager.agents;

import dev.intercepts.manager.world.PodRef;
import dev.intercepts.tunnel.Authenticator;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.Peer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** An agent is the pod that its ServiceAccount token is bound to. */
public final class AgentAuthenticator implements Authenticator {

    private final TokenReviewer tokens;
    private final Executor blocking;

    /**
     * Makes it.
     *
     * @param blocking runs reviews
     */
    public AgentAuthenticator(TokenReviewer tokens, Executor blocking) {
        this.tokens = tokens;
        this.blocking = blocking;
    }

    @Override
    public CompletionStage<Verdict> authenticate(Hello hello) {
        if (!hello.kind().equals("agent") || hello.direction() != Direction.OPEN) {
            return CompletableFuture.completedFuture(new Verdict.Refused(
                    403, "Intercepts-Kind: " + hello.kind() + ", " + hello.direction() + " (expected: agent, open)"));
        }
        return CompletableFuture.supplyAsync(() -> verdict(tokens.review(hello.token())), blocking);
    }

    private static Verdict verdict(Optional<AgentIdentity> identity) {
        if (identity.isEmpty()) {
            return new Verdict.Refused(401, "Not a ServiceAccount token for this manager");
        }
        String namespace = identity.get().namespace();
        String pod = identity.get().pod();
        return pod == null
                ? new Verdict.Refused(403, "The token is not bound to a pod (expected: a projected one)")
                : new Verdict.Accepted(
                        new Peer(new PodRef(namespace, pod).toString(), Map.of("namespace", namespace, "pod", pod)));
    }
}
