package dev.intercepts.connector.kube;

import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptStatus;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** The custom resource {@code Intercept} as the connector reads and writes it. */
@Group(ClusterNames.GROUP)
@Version(ClusterNames.VERSION)
@Kind(ClusterNames.INTERCEPT_KIND)
@Plural(ClusterNames.INTERCEPT_PLURAL)
public final class Intercept extends CustomResource<InterceptSpec, InterceptStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("NullAway") // the superclass knows no nullness; a record cannot be made empty
    protected @Nullable InterceptSpec initSpec() {
        return null;
    }

    @Override
    @SuppressWarnings("NullAway")
    protected @Nullable InterceptStatus initStatus() {
        return null;
    }
}
