package dev.intercepts.cloud.listing;

import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.identity.People.Profile;
import dev.intercepts.cloud.intercepts.LiveIntercept;
import dev.intercepts.protocol.cloud.CloudApi.InterceptView;
import dev.intercepts.protocol.cloud.CloudApi.PreviewView;
import org.jspecify.annotations.Nullable;

/** An intercept with all that people see of it. */
public record ListedIntercept(
        LiveIntercept intercept,
        Profile owner,
        Clusters.Brief cluster,
        @Nullable PreviewView preview) {

    /** As the REST API shows it. */
    public InterceptView view() {
        return new InterceptView(
                intercept.id().toString(),
                intercept.clusterId().toString(),
                cluster.name(),
                intercept.namespace(),
                intercept.name(),
                intercept.workload(),
                intercept.service(),
                intercept.mechanism(),
                intercept.match(),
                intercept.target(),
                intercept.laptop(),
                owner.login(),
                owner.name(),
                intercept.state(),
                intercept.message(),
                intercept.createdAt().toString(),
                preview);
    }
}
