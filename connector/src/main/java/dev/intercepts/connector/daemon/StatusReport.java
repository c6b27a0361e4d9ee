package dev.intercepts.connector.daemon;

import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.contract.Views;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.kube.ManagerScope;
import dev.intercepts.connector.kube.StoredIntercept;
import dev.intercepts.connector.link.LinkState;
import dev.intercepts.connector.outbound.OutboundState;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts together what {@code status} and {@code env} say. */
final class StatusReport {

    private StatusReport() {}

    static Views.Status of(
            @Nullable ClusterSession session,
            List<Finding> wrong,
            @Nullable String whyNot,
            @Nullable Integer proxyPort,
            OutboundState outbound,
            OwnIntercepts own,
            String laptop,
            Views.@Nullable Account account,
            String relay) {
        List<Views.StatusLine> lines = own.all().stream()
                .map(intercept -> line(intercept, own, laptop))
                .toList();
        List<Views.Ended> ended = own.ended().stream()
                .map(each -> new Views.Ended(each.name(), each.by(), each.at()))
                .toList();
        if (session == null) {
            return new Views.Status(false, whyNot, null, null, null, lines, ended, account, null, List.of(), null);
        }
        return new Views.Status(
                true,
                null,
                session.cluster().context(),
                session.cluster().server(),
                proxy(session, proxyPort, outbound),
                lines,
                ended,
                account,
                new Views.Routes(LinkState.words(session.link().state()), relay),
                wrong,
                manager(session.cluster()));
    }

    /** Where the Traffic Manager is and what it serves; {@code null} for the usual. */
    static @Nullable String manager(Cluster cluster) {
        String namespace = cluster.managerNamespace();
        if (cluster.scope() == ManagerScope.namespace) {
            return "in namespace " + namespace + ", for that alone";
        }
        return namespace.equals(ClusterNames.NAMESPACE) ? null : "in namespace " + namespace;
    }

    /** Said to be on only while a program could reach the cluster through it. */
    static Views.Proxy proxy(ClusterSession session, @Nullable Integer port, OutboundState state) {
        Views.Outbound outbound =
                new Views.Outbound(state.on(), state.ranges(), state.leftOut(), state.reason(), state.remedy());
        if (!session.link().clusterReachable()) {
            return new Views.Proxy(false, null, null, "no tunnel to the Traffic Manager", outbound);
        }
        if (port == null) {
            return new Views.Proxy(state.on(), null, null, "no port on loopback could be had", outbound);
        }
        return new Views.Proxy(true, "socks5h://127.0.0.1:" + port, "http://127.0.0.1:" + port, null, outbound);
    }

    /** Variables by which most programs find a proxy. */
    static Map<String, String> variables(Views.Proxy proxy) {
        String http = proxy.http();
        String socks = proxy.socks();
        if (http == null || socks == null) {
            return Map.of();
        }
        String none = "localhost,127.0.0.1,::1";
        return new TreeMap<>(Map.of(
                "HTTP_PROXY", http,
                "http_proxy", http,
                "HTTPS_PROXY", http,
                "https_proxy", http,
                "ALL_PROXY", socks,
                "all_proxy", socks,
                "NO_PROXY", none,
                "no_proxy", none));
    }

    private static Views.StatusLine line(State.Intercept intercept, OwnIntercepts own, String laptop) {
        StoredIntercept stored = own.lastSeen(intercept.key());
        InterceptStatus status = stored == null ? null : stored.status();
        return new Views.StatusLine(
                intercept.name(),
                intercept.namespace(),
                laptop,
                status == null ? "WAITING" : status.state().name(),
                status == null ? "" : status.message(),
                intercept.previewUrl());
    }
}
