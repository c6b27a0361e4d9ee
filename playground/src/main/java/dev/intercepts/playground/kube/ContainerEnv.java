package dev.intercepts.playground.kube;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A container's environment: its image's, its namespace's services', {@code envFrom}, {@code env}, in this order. */
final class ContainerEnv {

    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|\\(([^)]*)\\))");
    private static final Pattern KEYED_FIELD = Pattern.compile("metadata\\.(labels|annotations)\\['([^']*)'\\]");

    /** Addresses that mean the pod itself: it has no loopback of its own but its address. */
    private static final Set<String> OWN_ADDRESSES = Set.of("127.0.0.1", "0.0.0.0");

    private final ObjectStore store;
    private final PodPlace place;
    private final Map<String, String> variables = new LinkedHashMap<>();

    private ContainerEnv(ObjectStore store, PodPlace place) {
        this.store = store;
        this.place = place;
    }

    /**
     * All variables of the container.
     *
     * @throws IllegalStateException if a Secret or ConfigMap that must be there is not
     */
    static Map<String, String> of(ObjectStore store, PodPlace place, JsonNode container, Map<String, String> image) {
        ContainerEnv env = new ContainerEnv(store, place);
        env.addServices();
        Json.objects(container, "envFrom").forEach(env::addAllFrom);
        Json.objects(container, "env").forEach(env::add);
        env.variables.replaceAll(
                (name, value) -> OWN_ADDRESSES.contains(value) ? place.ip() : place.withRealPaths(container, value));
        Map<String, String> all = new LinkedHashMap<>(image);
        all.put("HOSTNAME", Meta.name(place.pod()));
        all.putAll(env.variables);
        return all;
    }

    private void addServices() {
        for (ObjectNode service :
                store.list(ResourceTypes.SERVICES, Meta.namespace(place.pod())).objects()) {
            String ip = Json.text(service, "spec", "clusterIP");
            List<ObjectNode> ports = Json.objects(service, "spec", "ports").toList();
            if (ip.isEmpty() || ip.equals("None") || ports.isEmpty()) {
                continue;
            }
            String prefix = Meta.name(service).toUpperCase(Locale.ROOT).replace('-', '_') + "_SERVICE_";
            variables.put(prefix + "HOST", ip);
            variables.put(prefix + "PORT", Json.text(ports.getFirst(), "port"));
            ports.stream()
                    .filter(port -> port.hasNonNull("name"))
                    .forEach(port -> variables.put(
                            prefix + "PORT_"
                                    + Json.text(port, "name")
                                            .toUpperCase(Locale.ROOT)
                                            .replace('-', '_'),
                            Json.text(port, "port")));
        }
    }

    private void addAllFrom(ObjectNode source) {
        String prefix = Json.text(source, "prefix");
        for (boolean secret : new boolean[] {false, true}) {
            JsonNode reference = source.path(secret ? "secretRef" : "configMapRef");
            if (!reference.isEmpty()) {
                data(reference, secret).forEach((name, value) -> variables.put(prefix + name, value));
            }
        }
    }

    private void add(ObjectNode variable) {
        String name = Json.text(variable, "name");
        JsonNode from = variable.path("valueFrom");
        if (from.isEmpty()) {
            variables.put(name, expand(Json.text(variable, "value")));
        } else if (from.has("fieldRef")) {
            variables.put(name, field(place, Json.text(from, "fieldRef", "fieldPath")));
        } else if (from.has("secretKeyRef")) {
            key(from.path("secretKeyRef"), true).ifPresent(value -> variables.put(name, value));
        } else if (from.has("configMapKeyRef")) {
            key(from.path("configMapKeyRef"), false).ifPresent(value -> variables.put(name, value));
        }
    }

    /** {@code $(NAME)} becomes the variable's value if there is one before; {@code $$} is a dollar. */
    private String expand(String text) {
        return expand(text, variables);
    }

    static String expand(String text, Map<String, String> variables) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1).equals("$") ? "$" : variables.getOrDefault(found.group(2), found.group())));
    }

    private Optional<String> key(JsonNode reference, boolean secret) {
        String key = Json.text(reference, "key");
        Map<String, String> data = data(reference, secret);
        if (!data.containsKey(key) && !reference.path("optional").asBoolean(false)) {
            throw new IllegalStateException("couldn't find key " + key + " in " + (secret ? "Secret " : "ConfigMap ")
                    + Meta.namespace(place.pod()) + "/" + Json.text(reference, "name"));
        }
        return Optional.ofNullable(data.get(key));
    }

    private Map<String, String> data(JsonNode reference, boolean secret) {
        return data(store, Meta.namespace(place.pod()), reference, "name", secret);
    }

    /**
     * The texts in a Secret or ConfigMap.
     *
     * @param nameField of the reference that says which
     * @throws IllegalStateException if it is not there and not optional
     */
    static Map<String, String> data(
            ObjectStore store, String namespace, JsonNode reference, String nameField, boolean secret) {
        String name = Json.text(reference, nameField);
        Optional<ObjectNode> found =
                store.find(secret ? ResourceTypes.SECRETS : ResourceTypes.CONFIG_MAPS, namespace, name);
        if (found.isEmpty() && !reference.path("optional").asBoolean(false)) {
            throw new IllegalStateException((secret ? "secret" : "configmap") + " \"" + name + "\" not found");
        }
        Map<String, String> data = new LinkedHashMap<>(
                found.map(object -> Json.strings(object, "data")).orElse(Map.of()));
        if (secret) {
            data.replaceAll((key, value) -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
        }
        return data;
    }

    /** What a {@code fieldPath} of the downward API means. */
    static String field(PodPlace place, String path) {
        Matcher keyed = KEYED_FIELD.matcher(path);
        if (keyed.matches()) {
            return Json.text(place.pod(), "metadata", keyed.group(1), keyed.group(2));
        }
        return switch (path) {
            case "status.podIP", "status.podIPs", "status.hostIP" -> place.ip();
            default -> Json.text(place.pod(), path.split("\\."));
        };
    }
}
