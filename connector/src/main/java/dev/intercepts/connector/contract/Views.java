package dev.intercepts.connector.contract;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results of requests: what {@code --output json} prints and what the text is made of. */
public final class Views {

    private Views() {}

    /** Something was done; {@code message} says what. */
    public record Done(String message) {}

    /** Whom the laptop is logged in as; {@code profile} is what that login is called. */
    public record Account(String login, String name, String organization, String cloudUrl, String profile) {}

    /** All logins. */
    public record ProfileList(List<ProfileLine> profiles) {}

    /** A login, and whether it counts now. */
    public record ProfileLine(boolean current, Account account) {}

    /** A cluster that the daemon is connected to. */
    public record Connection(
            String context,
            String server,
            String managerVersion,
            @Nullable Proxy proxy,
            @Nullable String manager) {}

    /** All that {@code list} found. */
    public record Workloads(boolean allNamespaces, List<WorkloadLine> workloads) {}

    /**
     * A workload.
     *
     * @param kind as Kubernetes spells it
     * @param agent whether its pods have the Traffic Agent
     * @param obstacle why it cannot be intercepted, or {@code null}
     * @param intercepts those that are there, anybody's
     */
    public record WorkloadLine(
            String namespace,
            String kind,
            String name,
            boolean agent,
            @Nullable String obstacle,
            List<Holder> intercepts) {}

    /** Who intercepts. */
    public record Holder(String intercept, String user, String laptop, String state, boolean mine) {}

    /**
     * What an intercept would be.
     *
     * @param preview whether it gets a preview URL
     * @param answered what flags have answered of the ingress
     * @param suggested what to offer for each question
     */
    public record Plan(String name, boolean preview, IngressOptions answered, IngressOptions suggested) {}

    /**
     * An intercept of this laptop.
     *
     * @param workload its name
     * @param workloadKind lower case
     * @param state of {@code InterceptState}
     * @param message one sentence on the state
     * @param destination {@code 127.0.0.1:9000}
     * @param servicePort only where the Service has several
     * @param mechanism {@code tcp} or {@code http}
     * @param headers conditions on headers
     * @param pathPrefix condition on the path
     * @param layer5Host where it differs from the ingress's address
     */
    public record InterceptDetails(
            String name,
            String namespace,
            String workload,
            String workloadKind,
            String state,
            String message,
            String destination,
            @Nullable String servicePort,
            String mechanism,
            List<HeaderLine> headers,
            @Nullable String pathPrefix,
            @Nullable String previewUrl,
            @Nullable String access,
            @Nullable String layer5Host,
            String interceptId) {}

    /** A condition on a header. */
    public record HeaderLine(String name, String regex) {}

    /**
     * How things stand.
     *
     * @param reason why there is no connection, or {@code null}
     * @param proxy {@code null} while not connected
     * @param wrong what keeps intercepts from working although there is a connection
     * @param manager where the Traffic Manager is and what it serves, where that is not the usual
     * @param ended intercepts that ended without this laptop's doing, until {@code leave} or a new one of the name
     */
    public record Status(
            boolean connected,
            @Nullable String reason,
            @Nullable String context,
            @Nullable String server,
            @Nullable Proxy proxy,
            List<StatusLine> intercepts,
            List<Ended> ended,
            @Nullable Account account,
            @Nullable Routes routes,
            List<Finding> wrong,
            @Nullable String manager) {}

    /** The way into the cluster; {@code reason} says why it is not there; {@code outbound} of what needs no setting. */
    public record Proxy(
            boolean on,
            @Nullable String socks,
            @Nullable String http,
            @Nullable String reason,
            @Nullable Outbound outbound) {}

    /**
     * Whether programs reach the cluster without any setting.
     *
     * @param ranges addresses that are led into the cluster
     * @param leftOut those that are not, with a few words on why
     * @param reason why there are none, or {@code null}
     * @param remedy what to do, or {@code null}
     */
    public record Outbound(
            boolean on,
            List<String> ranges,
            List<String> leftOut,
            @Nullable String reason,
            @Nullable String remedy) {}

    /** How the tunnels stand: {@code direct} and {@code relay}, each a word or two for people. */
    public record Routes(String direct, String relay) {}

    /** An intercept in {@code status}. */
    public record StatusLine(
            String name,
            String namespace,
            String laptop,
            String state,
            String message,
            @Nullable String previewUrl) {}

    /** An intercept that somebody else ended: {@code by} as a person reads it, {@code at} RFC 3339. */
    public record Ended(String name, String by, String at) {}

    /** Variables of the intercepted container, and those that lead programs through the proxy. */
    public record Environment(@Nullable String container, Map<String, String> variables, Map<String, String> proxy) {}

    /** Previews of this laptop's intercepts. */
    public record PreviewList(List<PreviewLine> previews) {}

    /** One preview. */
    public record PreviewLine(String name, String url, String access) {}

    /** Versions, {@code null} where there is none to ask. */
    public record Versions(
            String daemon,
            @Nullable String manager,
            @Nullable String cloud) {}
}
