package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.contract.Views.Ended;
import dev.intercepts.connector.contract.Views.Proxy;
import dev.intercepts.connector.contract.Views.Status;
import dev.intercepts.connector.contract.Views.StatusLine;

/** What {@code status} prints. */
final class StatusText {

    private StatusText() {}

    static String render(Status status, boolean verbose) {
        StringBuilder out = new StringBuilder();
        if (!status.connected()) {
            out.append("Not connected");
            out.append(status.reason() == null ? "" : " (" + status.reason() + ")")
                    .append('\n');
        } else {
            out.append("Connected\n");
        }
        if (status.context() != null) {
            out.append("  Context:    %s (%s)%n".formatted(status.context(), status.server()));
        }
        if (status.manager() != null) {
            out.append("  Manager:    ").append(status.manager()).append('\n');
        }
        if (status.proxy() != null) {
            out.append("  Proxy:      ").append(proxy(status.proxy())).append('\n');
            NetworkText.lines(status.proxy())
                    .forEach(line -> out.append("              ").append(line).append('\n'));
        }
        if (status.connected() || !status.intercepts().isEmpty()) {
            out.append("  Intercepts: %d total%n".formatted(status.intercepts().size()));
        }
        for (StatusLine line : status.intercepts()) {
            out.append("    ").append(line.name()).append(": ").append(line.laptop());
            if (!line.state().equals("ACTIVE")) {
                out.append(" (").append(line.state());
                out.append(line.message().isBlank() ? "" : ": " + line.message())
                        .append(')');
            }
            out.append('\n');
        }
        for (Ended ended : status.ended()) {
            out.append("    ")
                    .append(ended.name())
                    .append(": ended by ")
                    .append(ended.by())
                    .append('\n');
        }
        for (Finding wrong : status.wrong()) {
            out.append("  Warning:    the %s: %s%n".formatted(wrong.check(), wrong.message()));
            out.append("              → ").append(wrong.remedy()).append('\n');
        }
        if (verbose && status.routes() != null) {
            out.append("  Direct:     ").append(status.routes().direct()).append('\n');
            out.append("  Relay:      ").append(status.routes().relay()).append('\n');
        }
        return out.toString();
    }

    private static String proxy(Proxy proxy) {
        return proxy.on() ? "ON (networking to the cluster is enabled)" : "OFF (" + proxy.reason() + ")";
    }
}
