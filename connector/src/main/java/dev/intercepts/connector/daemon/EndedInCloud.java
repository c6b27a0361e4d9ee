package dev.intercepts.connector.daemon;

import dev.intercepts.connector.cloud.CloudEvents;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.files.State;
import dev.intercepts.protocol.cloud.CloudApi.InterceptView;
import dev.intercepts.protocol.cloud.CloudApi.PreviewView;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people do in the dashboard to this laptop's intercepts. */
final class EndedInCloud implements CloudEvents.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(EndedInCloud.class);

    private final OwnIntercepts own;
    private final Supplier<Optional<ClusterSession>> session;

    EndedInCloud(OwnIntercepts own, Supplier<Optional<ClusterSession>> session) {
        this.own = own;
        this.session = session;
    }

    @Override
    public void changed(InterceptView view) {
        own.ofCloud(view.id()).ifPresent(intercept -> {
            PreviewView preview = view.preview();
            String url = preview == null ? null : preview.url();
            String access = preview == null ? null : preview.access().name().toLowerCase(Locale.ROOT);
            State.Intercept changed = intercept.withCloud(intercept.cloudId(), url, access);
            if (!changed.equals(intercept)) {
                own.put(changed);
            }
        });
    }

    /** The Traffic Manager gets the order as well; whoever is first, the object goes once. */
    @Override
    public void ended(String id, String by) {
        own.ofCloud(id).ifPresent(intercept -> {
            LOG.atInfo()
                    .addKeyValue("intercept", intercept.key())
                    .addKeyValue("by", by)
                    .log("ended in the cloud");
            own.endedBy(intercept.key(), by);
            session.get().ifPresent(there -> {
                try {
                    there.intercepts().delete(intercept.namespace(), intercept.name());
                } catch (FailureException e) {
                    LOG.atInfo().setCause(e).log("left to the Traffic Manager");
                }
            });
        });
    }
}
