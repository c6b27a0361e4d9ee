package dev.intercepts.connector.daemon;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.InterceptOptions;
import dev.intercepts.protocol.intercept.InterceptNames;
import dev.intercepts.protocol.intercept.LocalTarget;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.intercept.RoutePreference;
import dev.intercepts.protocol.intercept.WorkloadKind;
import dev.intercepts.protocol.match.CompiledMatch;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Literals;
import dev.intercepts.protocol.match.Match;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An intercept as the flags and the login make it, before the cluster is asked.
 *
 * @param kind {@code null} for whichever there is
 * @param servicePort name or number, {@code null} if not given
 * @param previewHeaders what the edge sets so that a previewed request matches; empty without preview
 */
record Planned(
        String fullName,
        String namespace,
        @Nullable WorkloadKind kind,
        String workload,
        @Nullable String service,
        @Nullable String servicePort,
        LocalTarget target,
        Mechanism mechanism,
        Match match,
        boolean preview,
        Map<String, String> previewHeaders,
        RoutePreference route) {

    /**
     * Applies the defaults and refuses what cannot be, before anything changes.
     *
     * @param uuid of the installation
     * @param loggedIn whether previews are to be had, and http is the default
     * @param namespaceFlag {@code --namespace}, or {@code null}
     * @param sessionNamespace where workloads are looked for without it
     */
    static Planned of(
            InterceptOptions options,
            String uuid,
            boolean loggedIn,
            @Nullable String namespaceFlag,
            String sessionNamespace) {
        WorkloadKind kind = options.deployment() != null ? WorkloadKind.Deployment : kind(options.workload());
        String named = options.deployment() != null ? options.deployment() : workloadName(options.workload());
        String fullName = fullName(options.name(), namespaceFlag, named);
        Mechanism mechanism = mechanism(options, loggedIn);
        boolean preview = options.previewUrl() != null ? options.previewUrl() : loggedIn && mechanism == Mechanism.HTTP;
        if (preview && !loggedIn) {
            throw Failure.notConnected(
                    "not-logged-in",
                    "a preview URL needs a login",
                    "run `telepresence login`, or give --preview-url=false");
        }
        if (preview && mechanism == Mechanism.TCP) {
            throw Failure.usage(
                    "preview-needs-http",
                    "--mechanism=tcp takes every connection, so a preview URL could not tell its requests apart",
                    "give --preview-url=false, or --mechanism=http");
        }
        Match match = mechanism == Mechanism.TCP ? Match.ALL : match(options, uuid, fullName);
        return new Planned(
                fullName,
                namespaceFlag != null ? namespaceFlag : sessionNamespace,
                kind,
                named != null ? named : options.name(),
                options.service(),
                servicePort(options.port()),
                new LocalTarget(options.address() == null ? "127.0.0.1" : options.address(), localPort(options.port())),
                mechanism,
                match,
                preview,
                preview ? previewHeaders(match, uuid, fullName) : Map.of(),
                route(options.route()));
    }

    /** The same under another full name. */
    Planned named(String other, InterceptOptions options, String uuid) {
        Match named = mechanism == Mechanism.TCP ? Match.ALL : match(options, uuid, other);
        return new Planned(
                other,
                namespace,
                kind,
                workload,
                service,
                servicePort,
                target,
                mechanism,
                named,
                preview,
                preview ? previewHeaders(named, uuid, other) : Map.of(),
                route);
    }

    /** What the edge sets on a previewed request: each condition must stand for one value. */
    static Map<String, String> previewHeaders(Match match, String uuid, String fullName) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(InterceptNames.HEADER, InterceptNames.headerValue(uuid, fullName));
        for (HeaderCondition condition : match.headers()) {
            String value = Literals.textOf(condition.regex())
                    .orElseThrow(() -> Failure.usage(
                            "preview-needs-value",
                            "--http-match=%s=%s stands for many values, so a preview URL cannot set it"
                                    .formatted(condition.name(), condition.regex()),
                            "give --http-match=auto or a fixed value, or --preview-url=false"));
            headers.put(condition.name().toLowerCase(Locale.ROOT), value);
        }
        return headers;
    }

    private static String fullName(String base, @Nullable String namespace, @Nullable String workload) {
        try {
            return InterceptNames.fullName(base, namespace, workload);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("bad-name", String.valueOf(e.getMessage()), "choose another name");
        }
    }

    private static Mechanism mechanism(InterceptOptions options, boolean loggedIn) {
        boolean matchGiven = !options.httpMatch().isEmpty() || options.httpPathPrefix() != null;
        String given = options.mechanism();
        if (given == null) {
            boolean http = matchGiven || loggedIn || Boolean.TRUE.equals(options.previewUrl());
            return http ? Mechanism.HTTP : Mechanism.TCP;
        }
        return switch (given.toLowerCase(Locale.ROOT)) {
            case "http" -> Mechanism.HTTP;
            case "tcp" -> {
                if (matchGiven) {
                    throw Failure.usage(
                            "match-needs-http",
                            "--mechanism=tcp takes every connection and cannot match requests",
                            "leave --http-match and --http-path-prefix out, or give --mechanism=http");
                }
                yield Mechanism.TCP;
            }
            default ->
                throw Failure.usage(
                        "bad-mechanism", "--mechanism: " + given + " (expected: tcp or http)", "give one of the two");
        };
    }

    private static Match match(InterceptOptions options, String uuid, String fullName) {
        List<String> given = options.httpMatch().isEmpty() ? List.of("auto") : options.httpMatch();
        if (given.contains("all") && given.size() > 1) {
            throw Failure.usage(
                    "bad-match", "--http-match=all stands with no other condition", "leave out one or the other");
        }
        List<HeaderCondition> conditions = new ArrayList<>();
        for (String each : given) {
            switch (each) {
                case "auto" ->
                    conditions.addAll(InterceptNames.autoMatch(uuid, fullName).headers());
                case "all" -> {
                    // No condition at all.
                }
                default -> conditions.add(condition(each));
            }
        }
        Match match = new Match(conditions, options.httpPathPrefix());
        try {
            CompiledMatch.of(match);
            return match;
        } catch (IllegalArgumentException e) {
            throw Failure.usage("bad-match", String.valueOf(e.getMessage()), "mend it; nothing was changed");
        }
    }

    private static HeaderCondition condition(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw Failure.usage(
                    "bad-match",
                    "--http-match: " + text + " (expected: auto, all or HEADER=REGEX)",
                    "mend it; nothing was changed");
        }
        return new HeaderCondition(text.substring(0, equals).strip(), text.substring(equals + 1));
    }

    private static @Nullable WorkloadKind kind(@Nullable String workload) {
        if (workload == null || workload.indexOf('/') < 0) {
            return null;
        }
        String given = workload.substring(0, workload.indexOf('/'));
        return kindOf(given)
                .orElseThrow(() -> Failure.usage(
                        "bad-workload",
                        "--workload: " + workload + " (expected: deployment/NAME, statefulset/NAME or replicaset/NAME)",
                        "name one of these kinds"));
    }

    private static Optional<WorkloadKind> kindOf(String text) {
        for (WorkloadKind kind : WorkloadKind.values()) {
            String name = kind.name();
            if (name.equalsIgnoreCase(text) || (name + "s").equalsIgnoreCase(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static @Nullable String workloadName(@Nullable String workload) {
        return workload == null ? null : workload.substring(workload.indexOf('/') + 1);
    }

    private static int localPort(String port) {
        String local = port.split(":", 2)[0];
        if (local.matches("\\d{1,5}")) {
            int number = Integer.parseInt(local);
            if (number >= 1 && number <= 65_535) {
                return number;
            }
        }
        throw Failure.usage(
                "bad-port", "--port: " + port + " (expected: LOCAL or LOCAL:SERVICE_PORT, LOCAL 1-65535)", "mend it");
    }

    private static @Nullable String servicePort(String port) {
        int colon = port.indexOf(':');
        return colon < 0 || colon == port.length() - 1 ? null : port.substring(colon + 1);
    }

    private static RoutePreference route(@Nullable String route) {
        String given = route == null ? "auto" : route;
        for (RoutePreference preference : RoutePreference.values()) {
            if (preference.name().equalsIgnoreCase(given)) {
                return preference;
            }
        }
        throw Failure.usage("bad-route", "--route: " + given + " (expected: auto, direct or relay)", "mend it");
    }
}
