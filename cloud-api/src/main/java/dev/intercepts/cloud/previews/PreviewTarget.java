package dev.intercepts.cloud.previews;

import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptState;
import java.util.Map;

/**
 * Where the requests of a preview go, and who may send them.
 *
 * @param label first label of the preview's host name
 * @param access private or public
 * @param organizationId whose preview it is
 * @param organizationName as people call it
 * @param clusterId whose tunnel leads there
 * @param interceptId the hosted service's identifier of the intercept
 * @param interceptKey {@code namespace/name} in the cluster
 * @param ingress where requests enter the cluster
 * @param previewHeaders what is set on each request so that it matches
 * @param ownerName who made it, as they want to be called
 * @param sessionId the connector's session, whose tunnel leads there where the cluster has none
 * @param state as the Traffic Manager reported it last
 * @param corsPreflights whether CORS preflights ({@code OPTIONS} with {@code Origin} and {@code Access-Control-Request-Method})
 *     pass without a session though the preview is private: browsers never send cookies with them
 */
public record PreviewTarget(
        String label,
        Access access,
        String organizationId,
        String organizationName,
        String clusterId,
        String interceptId,
        String interceptKey,
        Ingress ingress,
        Map<String, String> previewHeaders,
        String ownerName,
        String sessionId,
        InterceptState state,
        boolean corsPreflights) {

    public PreviewTarget {
        previewHeaders = Map.copyOf(previewHeaders);
    }

    /** The same, for members only. */
    PreviewTarget privately() {
        return new PreviewTarget(
                label,
                Access.PRIVATE,
                organizationId,
                organizationName,
                clusterId,
                interceptId,
                interceptKey,
                ingress,
                previewHeaders,
                ownerName,
                sessionId,
                state,
                corsPreflights);
    }
}
