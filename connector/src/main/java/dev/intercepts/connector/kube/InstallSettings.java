package dev.intercepts.connector.kube;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.InstallOptions;
import dev.intercepts.connector.json.Json;
import dev.intercepts.connector.json.JsonException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the Traffic Manager is installed. What was chosen is written on its Deployment, so that the next laptop keeps it.
 *
 * @param registry what stands before the images' names
 * @param tag of both images; empty for the installation's version
 * @param imagePullPolicy empty leaves it to Kubernetes
 * @param imagePullSecrets names, for the Traffic Manager's pods and for those with an agent
 * @param replicas 1-9; one of them works, the others stand by
 * @param scope what it serves; stays what it was at first
 */
record InstallSettings(
        String registry,
        String tag,
        String imagePullPolicy,
        List<String> imagePullSecrets,
        int replicas,
        ManagerScope scope) {

    static final InstallSettings DEFAULTS =
            new InstallSettings("intercepts", "", "", List.of(), 2, ManagerScope.cluster);

    /** As the Helm chart's schema has them, too. */
    static final Pattern REGISTRY =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");

    static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    static final Pattern SECRET = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    static final List<String> POLICIES = List.of("Always", "IfNotPresent", "Never");
    static final int MOST_REPLICAS = 9;

    /** What a person writes to have the default again. */
    private static final String DEFAULT = "default";

    InstallSettings {
        imagePullSecrets = List.copyOf(imagePullSecrets);
    }

    /**
     * The same with what a person says.
     *
     * @throws dev.intercepts.connector.contract.FailureException of usage, naming the option with a value that cannot be
     */
    InstallSettings with(InstallOptions said) {
        return new InstallSettings(
                text(
                        "--image-registry",
                        said.registry(),
                        REGISTRY,
                        "as in registry.example.com/team",
                        registry,
                        DEFAULTS.registry),
                text("--image-tag", said.tag(), TAG, "letters, digits, dots and dashes", tag, DEFAULTS.tag),
                policy(said.imagePullPolicy()),
                secrets(said.imagePullSecrets()),
                replicas(said.replicas()),
                scope(said.scope()));
    }

    /** Of an image of the product. */
    String image(String name, String version) {
        return registry + "/" + name + ":" + (tag.isEmpty() ? version : tag);
    }

    /** As it is kept: JSON of what is not the default, its members in the order of their names. */
    String toAnnotation() {
        Map<String, Object> chosen = new TreeMap<>();
        put(chosen, "registry", registry, DEFAULTS.registry);
        put(chosen, "tag", tag, DEFAULTS.tag);
        put(chosen, "imagePullPolicy", imagePullPolicy, DEFAULTS.imagePullPolicy);
        put(chosen, "imagePullSecrets", imagePullSecrets, DEFAULTS.imagePullSecrets);
        put(chosen, "replicas", replicas, DEFAULTS.replicas);
        if (scope != DEFAULTS.scope) {
            chosen.put("scope", scope.name());
        }
        return Json.write(chosen);
    }

    /**
     * From what was kept.
     *
     * @param annotation {@code null} where an earlier version installed it, which knew no settings
     * @throws dev.intercepts.connector.contract.FailureException where it is not what {@link #toAnnotation} writes
     */
    static InstallSettings ofAnnotation(@Nullable String annotation) {
        if (annotation == null) {
            return DEFAULTS;
        }
        try {
            return DEFAULTS.with(Json.read(annotation, InstallOptions.class));
        } catch (JsonException | ClassCastException e) {
            throw Failure.failed(
                    "settings-unreadable",
                    "the settings on the Traffic Manager's Deployment are not understood: " + annotation,
                    "mend its annotation %s, or remove it".formatted(ManagerLabels.SETTINGS));
        }
    }

    private static void put(Map<String, Object> chosen, String name, Object value, Object otherwise) {
        if (!value.equals(otherwise)) {
            chosen.put(name, value);
        }
    }

    private static String text(
            String option, @Nullable String said, Pattern pattern, String expected, String now, String otherwise) {
        if (said == null) {
            return now;
        }
        if (said.equals(DEFAULT)) {
            return otherwise;
        }
        if (!pattern.matcher(said).matches()) {
            throw wrong(option, said, expected + ", or " + DEFAULT);
        }
        return said;
    }

    private String policy(@Nullable String said) {
        if (said == null) {
            return imagePullPolicy;
        }
        if (said.equals(DEFAULT)) {
            return DEFAULTS.imagePullPolicy;
        }
        if (!POLICIES.contains(said)) {
            throw wrong("--image-pull-policy", said, String.join(", ", POLICIES) + ", or " + DEFAULT);
        }
        return said;
    }

    private List<String> secrets(List<String> said) {
        if (said.isEmpty()) {
            return imagePullSecrets;
        }
        if (said.equals(List.of("none"))) {
            return List.of();
        }
        for (String name : said) {
            if (!SECRET.matcher(name).matches()) {
                throw wrong("--image-pull-secret", name, "the name of a Secret, or none");
            }
        }
        return said.stream().distinct().toList();
    }

    private int replicas(@Nullable Integer said) {
        if (said == null) {
            return replicas;
        }
        if (said < 1 || said > MOST_REPLICAS) {
            throw wrong("--replicas", said.toString(), "1-" + MOST_REPLICAS);
        }
        return said;
    }

    private ManagerScope scope(@Nullable String said) {
        if (said == null) {
            return scope;
        }
        return Stream.of(ManagerScope.values())
                .filter(each -> each.name().equals(said))
                .findFirst()
                .orElseThrow(() -> wrong("--manager-scope", said, "cluster or namespace"));
    }

    private static RuntimeException wrong(String option, String value, String expected) {
        return Failure.usage(
                "install-options",
                "%s: %s (expected: %s)".formatted(option, value, expected),
                "see `telepresence connect --help`");
    }
}
