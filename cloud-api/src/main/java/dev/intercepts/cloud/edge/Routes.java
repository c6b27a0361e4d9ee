package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.previews.PreviewDirectory;
import dev.intercepts.cloud.previews.PreviewTarget;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Finds the route for a host name: the directory decides, prepared routes are kept as long as their target is the same. */
final class Routes {

    private final EdgeConfig config;
    private final PreviewDirectory directory;
    private final String suffix;
    private final Map<String, Route> prepared = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();

    Routes(EdgeConfig config, PreviewDirectory directory) {
        this.config = config;
        this.directory = directory;
        this.suffix = "." + config.previewDomain();
    }

    /** The route of a preview's host name in lower case, or {@code null}. */
    @Nullable
    Route find(String host) {
        String label = label(host);
        return label == null ? null : byLabel(label);
    }

    /** The route of a label, or {@code null}. */
    @Nullable
    Route byLabel(String label) {
        PreviewTarget target = directory.find(label).orElse(null);
        if (target == null) {
            prepared.remove(label);
            return null;
        }
        Route route = prepared.get(label);
        if (route != null && (route.target() == target || route.target().equals(target))) {
            return route;
        }
        Route fresh = new Route(target, config, requests.computeIfAbsent(label, ignored -> new AtomicInteger()));
        prepared.put(label, fresh);
        return fresh;
    }

    /** Forgets the previews that are gone, as the directory has it. */
    void prune() {
        prepared.keySet().removeIf(label -> directory.find(label).isEmpty());
        requests.entrySet()
                .removeIf(entry -> !prepared.containsKey(entry.getKey())
                        && entry.getValue().get() == 0);
    }

    private @Nullable String label(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (!name.endsWith(suffix)) {
            return null;
        }
        String label = name.substring(0, name.length() - suffix.length());
        return label.isEmpty() || label.indexOf('.') >= 0 ? null : label;
    }
}
