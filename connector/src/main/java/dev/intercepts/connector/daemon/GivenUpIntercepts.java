package dev.intercepts.connector.daemon;

import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.files.State.GivenUp;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.kube.Intercepts;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this laptop gave up while its cluster could not be reached: paused there, and active again when the laptop comes back. */
final class GivenUpIntercepts {

    private static final Logger LOG = LoggerFactory.getLogger(GivenUpIntercepts.class);

    private GivenUpIntercepts() {}

    /** Takes it out, before the laptop is there for it; what cannot be now is tried the next time. */
    static void takeOut(OwnIntercepts own, Cluster cluster, @Nullable String kubeconfig, String sessionId) {
        Intercepts intercepts = new Intercepts(cluster);
        for (GivenUp each : own.givenUp()) {
            if (!Objects.equals(each.context(), cluster.context()) || !Objects.equals(each.kubeconfig(), kubeconfig)) {
                continue;
            }
            try {
                intercepts
                        .find(each.namespace(), each.name())
                        .filter(there -> there.spec().sessionId().equals(sessionId))
                        .ifPresent(there -> intercepts.delete(there.namespace(), there.name()));
                own.takenOut(each);
            } catch (FailureException e) {
                LOG.atInfo().addKeyValue("intercept", each.name()).setCause(e).log("not taken out yet");
            }
        }
    }
}
