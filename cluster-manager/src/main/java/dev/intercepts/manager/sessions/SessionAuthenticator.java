package dev.intercepts.manager.sessions;

import dev.intercepts.protocol.stream.SessionId;
import dev.intercepts.tunnel.Authenticator;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.Peer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A connector is the session that its token hashes to; that it got here is proof of its right to forward to the pod. */
public final class SessionAuthenticator implements Authenticator {

    /** 32 bytes in base64url without padding; shorter ones could be guessed. */
    private static final int SHORTEST_TOKEN = 43;

    @Override
    public CompletionStage<Verdict> authenticate(Hello hello) {
        return CompletableFuture.completedFuture(verdict(hello));
    }

    private static Verdict verdict(Hello hello) {
        if (!hello.kind().equals("session")) {
            return new Verdict.Refused(403, "Intercepts-Kind: " + hello.kind() + " (expected: session)");
        }
        if (hello.token().length() < SHORTEST_TOKEN) {
            return new Verdict.Refused(401, "The session token is too short (expected: 32 bytes in base64url)");
        }
        return new Verdict.Accepted(new Peer(SessionId.ofToken(hello.token()), Map.of()));
    }
}
