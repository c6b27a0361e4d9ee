package dev.intercepts.connector.daemon;

import dev.intercepts.connector.cloud.CloudClient;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.link.ManagerApi.Uplink;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.cloud.CloudApi.ClusterCredentials;
import dev.intercepts.protocol.cloud.CloudApi.ClusterRegistration;
import dev.intercepts.protocol.cloud.CloudApi.InterceptRegistration;
import dev.intercepts.protocol.cloud.CloudApi.InterceptView;
import dev.intercepts.protocol.cloud.CloudApi.PreviewRequest;
import dev.intercepts.protocol.cloud.CloudApi.PreviewView;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.match.HeaderCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an intercept needs of the hosted service: the cluster made known and linked, the intercept registered, its preview. */
final class CloudSide {

    private final CloudClient cloud;

    CloudSide(CloudClient cloud) {
        this.cloud = cloud;
    }

    /**
     * Makes the cluster known and sees to it that the Traffic Manager has a token for its tunnel to the hosted service.
     *
     * @return the hosted service's identifier of the cluster
     */
    String link(ClusterSession session) throws InterruptedException {
        String cloudUrl = cloud.account().require().cloudUrl();
        ClusterCredentials known = cloud.register(
                new ClusterRegistration(session.uid(), session.cluster().context()));
        String token = known.token();
        if (token == null && needsToken(session.api().version().uplink(), cloudUrl)) {
            token = cloud.newToken(known.id()).token();
            if (token == null) {
                throw Failure.failed(
                        "no-cluster-token", "the hosted service gave no token for this cluster", "try again");
            }
        }
        if (token != null) {
            session.api().putUplink(cloudUrl, known.id(), token);
        }
        return known.id();
    }

    /** A manager that has a token and is only cut off at the moment keeps it: a new one would end that of others. */
    static boolean needsToken(@Nullable Uplink uplink, String cloudUrl) {
        if (uplink == null || !Objects.equals(uplink.cloudUrl(), cloudUrl)) {
            return true;
        }
        return uplink.state().equals("none") || uplink.state().equals("refused");
    }

    /** Registers an intercept, or changes what is registered. */
    InterceptView register(
            String clusterId,
            String namespace,
            String name,
            InterceptSpec spec,
            @Nullable String service,
            Map<String, String> previewHeaders)
            throws InterruptedException {
        return cloud.register(new InterceptRegistration(
                clusterId,
                namespace,
                name,
                spec.workload().toString(),
                service,
                spec.mechanism().toString(),
                matchLines(spec),
                previewHeaders,
                spec.target().toString(),
                spec.owner().laptop(),
                spec.sessionId()));
    }

    /** Makes the preview, or changes its ingress; its URL and who may open it stay. */
    PreviewView preview(String id, Ingress ingress) throws InterruptedException {
        return cloud.putPreview(id, new PreviewRequest(ingress, null));
    }

    /**
     * Changes who may open the preview.
     *
     * @param publicFor for how long it is public; {@code null} for the organization's default
     */
    PreviewView access(String id, Access access, @Nullable String publicFor) throws InterruptedException {
        return cloud.patchPreview(id, new PreviewRequest(null, access, publicFor, null));
    }

    /** Takes the preview away. */
    void removePreview(String id) throws InterruptedException {
        cloud.removePreview(id);
    }

    /** Ends the intercept there. */
    void end(String id) throws InterruptedException {
        cloud.end(id);
    }

    /** One line for people for each condition. */
    private static List<String> matchLines(InterceptSpec spec) {
        List<String> lines = new ArrayList<>();
        for (HeaderCondition header : spec.match().headers()) {
            lines.add(header.name() + " ~ " + Shown.regex(header));
        }
        if (spec.match().pathPrefix() != null) {
            lines.add("path begins with " + spec.match().pathPrefix());
        }
        return lines;
    }
}
