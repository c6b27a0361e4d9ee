package dev.intercepts.protocol.cloud;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies of the REST API under {@code /api/v1} that the connector and the Traffic Manager use (docs/protocol.md). */
public final class CloudApi {

    private CloudApi() {}

    /**
     * {@code GET /.well-known/intercepts}, without a token.
     *
     * @param tunnelUrl where connectors and managers dial their tunnels: {@code http://host:port} or {@code https://…}
     * @param previewDomain domain below which each preview has its label
     * @param version of the hosted service
     */
    public record Discovery(String tunnelUrl, String previewDomain, String version) {}

    /**
     * {@code GET /api/v1/me}: whom the token speaks for.
     *
     * @param login the GitHub login
     * @param name as the person wants to be called
     * @param avatarUrl picture, or {@code null}
     * @param organization the organization chosen at login
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Me(String login, String name, @Nullable String avatarUrl, String organization) {}

    /**
     * {@code POST /api/v1/clusters}: makes a cluster known to the organization, or finds it again by its uid.
     *
     * @param uid uid of the namespace {@code kube-system}
     * @param name for people: the kubeconfig context's cluster
     */
    public record ClusterRegistration(String uid, String name) {}

    /**
     * Answer to {@link ClusterRegistration}, and to {@code POST /api/v1/clusters/{id}/token} which makes a new token and
     * ends the old one.
     *
     * @param id the hosted service's identifier of the cluster
     * @param token the uplink token, shown once; {@code null} where the cluster was known already
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ClusterCredentials(String id, @Nullable String token) {}

    /**
     * {@code POST /api/v1/intercepts}, idempotent by cluster, namespace and name: changes what is there in place.
     *
     * @param clusterId from {@link ClusterCredentials}
     * @param namespace the workload's
     * @param name full name of the intercept
     * @param workload {@code deployment/hello}
     * @param service Service and port as {@code hello:http}, for people; {@code null} if not known yet
     * @param mechanism {@code tcp} or {@code http}
     * @param match one line for people for each condition
     * @param previewHeaders what the edge sets on a previewed request so that it matches
     * @param target {@code 127.0.0.1:9000}
     * @param laptop host name
     * @param sessionId the connector's session
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record InterceptRegistration(
            String clusterId,
            String namespace,
            String name,
            String workload,
            @Nullable String service,
            String mechanism,
            List<String> match,
            Map<String, String> previewHeaders,
            String target,
            String laptop,
            String sessionId) {}

    /** Who may open a preview URL. */
    public enum Access {
        PRIVATE,
        PUBLIC
    }

    /**
     * {@code PUT /api/v1/intercepts/{id}/preview}: makes or changes the preview; {@code PATCH} takes all but {@code ingress}.
     *
     * @param ingress where previewed requests enter the cluster
     * @param access {@code null} leaves it as it is (new: private)
     * @param publicFor with {@code access} {@code PUBLIC}: for how long, as an ISO 8601 duration ({@code PT8H}, at least a minute,
     *     at most 366 days), or {@value #UNLIMITED}; {@code null} takes the organization's default
     * @param corsPreflights whether the edge lets CORS preflights ({@code OPTIONS} with {@code Access-Control-Request-Method},
     *     which browsers send without cookies) through to the application though the preview is private; {@code null} leaves it
     *     as it is (new: no)
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PreviewRequest(
            @Nullable Ingress ingress,
            @Nullable Access access,
            @Nullable String publicFor,
            @Nullable Boolean corsPreflights) {

        /** {@code publicFor} without an end. */
        public static final String UNLIMITED = "unlimited";

        /** With what the organization has as its default. */
        public PreviewRequest(@Nullable Ingress ingress, @Nullable Access access) {
            this(ingress, access, null, null);
        }
    }

    /**
     * A preview URL.
     *
     * @param url what people open
     * @param access who may
     * @param ingress where its requests enter the cluster
     * @param publicUntil when a public one becomes private by itself, RFC 3339, UTC; {@code null} where it is private or has no end
     * @param corsPreflights whether CORS preflights pass without a login
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PreviewView(
            String url,
            Access access,
            Ingress ingress,
            @Nullable String publicUntil,
            boolean corsPreflights) {}

    /**
     * An intercept as the hosted service knows it: {@code GET /api/v1/intercepts/{id}}, elements of the list.
     *
     * @param id identifier
     * @param clusterId and {@code clusterName}: where
     * @param owner login of whoever made it; {@code ownerName} as the person wants to be called
     * @param state as the Traffic Manager reported it last
     * @param message one sentence for people
     * @param createdAt RFC 3339, UTC
     * @param preview {@code null} without preview URL
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record InterceptView(
            String id,
            String clusterId,
            String clusterName,
            String namespace,
            String name,
            String workload,
            @Nullable String service,
            String mechanism,
            List<String> match,
            String target,
            String laptop,
            String owner,
            String ownerName,
            InterceptState state,
            String message,
            String createdAt,
            @Nullable PreviewView preview) {}

    /**
     * {@code PUT /api/v1/clusters/{id}/report}, by the manager with the cluster's token, on each change and every 30 s.
     *
     * @param managerVersion of the Traffic Manager
     * @param intercepts every intercept of the cluster that carries a {@code cloudId}, whole each time
     */
    public record ClusterReport(String managerVersion, List<InterceptReport> intercepts) {}

    /** One intercept in a {@link ClusterReport}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record InterceptReport(
            String id,
            String namespace,
            String name,
            InterceptState state,
            String message,
            @Nullable String service) {}

    /**
     * What the manager is to do: answer to a report, and the data of each event {@code orders} of {@code GET
     * /api/v1/clusters/{id}/orders} (server-sent events).
     *
     * @param end intercepts that somebody deleted here
     * @param sessions ids of the organization's sessions that have a live relay tunnel now, whole each time; the manager
     *     counts them as present. An event follows each change
     */
    public record ClusterOrders(List<EndOrder> end, List<String> sessions) {

        public ClusterOrders {
            end = end == null ? List.of() : List.copyOf(end);
            sessions = sessions == null ? List.of() : List.copyOf(sessions);
        }
    }

    /**
     * An intercept to be deleted.
     *
     * @param id the intercept's {@code cloudId}
     * @param by who deleted it, for people: {@code Ada Lovelace in the dashboard}
     */
    public record EndOrder(String id, String by) {}
}
