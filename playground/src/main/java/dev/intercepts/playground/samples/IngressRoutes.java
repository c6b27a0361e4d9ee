package dev.intercepts.playground.samples;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which host name leads to which service. */
record IngressRoutes(Map<String, Backend> byHost) {

    /** A service's name and port. */
    record Backend(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * Reads {@code shop.localhost=web:8080,*=web:8080}; {@code *} is every other host.
     *
     * @throws IllegalArgumentException for anything else
     */
    static IngressRoutes parse(String text) {
        Map<String, Backend> routes = new LinkedHashMap<>();
        for (String rule : text.split(",", -1)) {
            String[] parts = rule.strip().split("[=:]", -1);
            if (parts.length != 3 || !parts[2].matches("\\d{1,5}")) {
                throw new IllegalArgumentException("ROUTES: " + rule + " (expected: host=service:port,…)");
            }
            routes.put(parts[0].toLowerCase(Locale.ROOT), new Backend(parts[1], Integer.parseInt(parts[2])));
        }
        return new IngressRoutes(routes);
    }

    Optional<Backend> forHost(String host) {
        String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        Backend exact = byHost.get(name);
        return Optional.ofNullable(exact == null ? byHost.get("*") : exact);
    }
}
