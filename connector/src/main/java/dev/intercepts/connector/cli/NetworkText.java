package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Views.Outbound;
import dev.intercepts.connector.contract.Views.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How programs reach the cluster, in words. Nothing where all of them do, as they are. */
final class NetworkText {

    private NetworkText() {}

    /** What there is to know for somebody who wants to reach the cluster; a line each. */
    static List<String> lines(@Nullable Proxy proxy) {
        List<String> lines = new ArrayList<>();
        Outbound outbound = proxy == null ? null : proxy.outbound();
        if (proxy == null || outbound == null || !proxy.on()) {
            return lines;
        }
        if (!outbound.on()) {
            lines.add("through %s or %s: eval \"$(telepresence env)\"".formatted(proxy.socks(), proxy.http()));
            lines.add("not without that: " + outbound.reason() + remedy(outbound));
        }
        String more = outbound.on() ? remedy(outbound) : "";
        outbound.leftOut().forEach(range -> lines.add("left out: " + range + more));
        return lines;
    }

    private static String remedy(Outbound outbound) {
        return outbound.remedy() == null ? "" : "; " + outbound.remedy();
    }
}
