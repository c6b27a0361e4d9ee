package dev.intercepts.cloud.relay;

import dev.intercepts.protocol.stream.SessionId;
import dev.intercepts.tunnel.Authenticator;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.Hello;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Lets clusters in by their uplink token, and sessions by an access token together with the session's own secret. */
final class RelayAuthenticator implements Authenticator {

    private static final String CLUSTER_HEADER = "intercepts-cluster";
    private static final String SESSION_TOKEN_HEADER = "intercepts-session-token";

    private final TunnelCredentials credentials;
    private final Executor blocking;

    RelayAuthenticator(TunnelCredentials credentials, Executor blocking) {
        this.credentials = credentials;
        this.blocking = blocking;
    }

    @Override
    public CompletionStage<Verdict> authenticate(Hello hello) {
        return CompletableFuture.supplyAsync(() -> decide(hello), blocking);
    }

    private Verdict decide(Hello hello) {
        return switch (hello.kind()) {
            case "cluster" -> cluster(hello);
            case "session" -> session(hello);
            default ->
                new Verdict.Refused(
                        403, "The relay takes tunnels of kind cluster and session, not " + hello.kind() + ".");
        };
    }

    private Verdict cluster(Hello hello) {
        String id = hello.headers().getOrDefault(CLUSTER_HEADER, "");
        if (id.isEmpty()) {
            return new Verdict.Refused(401, "The header " + CLUSTER_HEADER + " is missing.");
        }
        return credentials
                .organizationOfCluster(id, hello.token())
                .<Verdict>map(organization -> new Verdict.Accepted(Attributes.cluster(id, organization)))
                .orElseGet(() -> new Verdict.Refused(
                        401,
                        "The uplink token is not valid for cluster " + id
                                + "; connect the cluster to the cloud again."));
    }

    private Verdict session(Hello hello) {
        String token = hello.headers().getOrDefault(SESSION_TOKEN_HEADER, "");
        if (token.length() < 32) {
            return new Verdict.Refused(401, "The header " + SESSION_TOKEN_HEADER + " is missing or too short.");
        }
        if (hello.direction() != Direction.ACCEPT) {
            return new Verdict.Refused(403, "A session's tunnel to the relay accepts streams and opens none.");
        }
        return credentials
                .sessionOfBearer(hello.token())
                .<Verdict>map(right -> new Verdict.Accepted(Attributes.session(SessionId.ofToken(token), right)))
                .orElseGet(() -> new Verdict.Refused(401, "The access token is not valid (any more); log in again."));
    }
}
