package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views.Versions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Show the versions of command, daemon, Traffic Manager and cloud.")
final class VersionCommand implements Callable<Integer> {

    private final Front front;

    VersionCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        Versions others = front.daemonRuns() ? front.ask(new Request.Version(), Versions.class) : null;
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("client", dev.intercepts.connector.contract.Product.version());
        put(versions, "daemon", others == null ? null : others.daemon());
        put(versions, "manager", others == null ? null : others.manager());
        put(versions, "cloud", others == null ? null : others.cloud());
        front.print(versions, VersionCommand::text);
        return 0;
    }

    private static void put(Map<String, String> versions, String part, @Nullable String version) {
        if (version != null) {
            versions.put(part, version.isBlank() ? "unknown" : version);
        }
    }

    private static String text(Map<String, String> versions) {
        StringBuilder out = new StringBuilder();
        for (String part : new String[] {"client", "daemon", "manager", "cloud"}) {
            String label = Character.toUpperCase(part.charAt(0)) + part.substring(1) + ":";
            out.append("%-9s%s%n".formatted(label, versions.getOrDefault(part, "not connected")));
        }
        return out.toString();
    }
}
