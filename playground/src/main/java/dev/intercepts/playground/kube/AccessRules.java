package dev.intercepts.playground.kube;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who may do what, by the Roles and bindings that are there (RBAC, {@code rbac.authorization.k8s.io/v1}); nobody may grant what
 * they lack. The kubeconfig's own user may do everything.
 */
final class AccessRules {

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String READ = "get,list,watch";
    private static final String ALL = "create,delete,deletecollection,get,list,patch,update,watch";

    /** What Kubernetes' own ClusterRole {@code admin} has, of the types that are served here: group, resources, verbs. */
    private static final List<List<String>> ADMIN = List.of(
            List.of("", "pods,services,configmaps,secrets,serviceaccounts,persistentvolumeclaims", ALL),
            List.of("", "pods/eviction", "create"),
            List.of("", "pods/portforward,pods/proxy,services/proxy", "get,list,watch,create"),
            List.of("", "namespaces,events,endpoints,pods/log,pods/status", READ),
            List.of(
                    "apps",
                    "deployments,deployments/scale,statefulsets,statefulsets/scale,daemonsets,replicasets",
                    ALL),
            List.of("networking.k8s.io", "ingresses,networkpolicies", ALL),
            List.of("coordination.k8s.io", "leases", ALL),
            List.of(RBAC, "roles,rolebindings", ALL));

    private final ObjectStore store;
    private final ResourceTypes types;
    private final boolean enforced;

    /** What somebody wants to do; names as Kubernetes has them. */
    record Wanted(String verb, String group, String resource, String namespace, String name) {}

    /**
     * Rules.
     *
     * @param enforced else everybody may do everything
     */
    AccessRules(ObjectStore store, ResourceTypes types, boolean enforced) {
        this.store = store;
        this.types = types;
        this.enforced = enforced;
    }

    /** What is there in every cluster. */
    static ObjectNode adminRole() {
        ObjectNode role = Json.object();
        Json.child(role, "metadata").put("name", "admin");
        var rules = role.putArray("rules");
        ADMIN.forEach(line -> {
            ObjectNode rule = rules.addObject();
            rule.putArray("apiGroups").add(line.getFirst());
            List.of(line.get(1).split(",")).forEach(rule.putArray("resources")::add);
            List.of(line.get(2).split(",")).forEach(rule.putArray("verbs")::add);
        });
        return role;
    }

    /** @throws ApiException where the user may not do what a request asks for */
    void demand(User user, ApiPath path, ApiRequest request) {
        Wanted wanted = wanted(path, request.method(), request.flag("watch"));
        if (!allows(user, wanted)) {
            throw forbidden(user, wanted);
        }
    }

    /** @throws ApiException where a Role or binding would give what the user lacks */
    void demandNoMore(User user, ApiPath path, ApiRequest request) {
        boolean changes = List.of("POST", "PUT", "PATCH").contains(request.method());
        if (!enforced || !changes || !path.type().group().equals(RBAC)) {
            return;
        }
        JsonNode body = request.json();
        Stream.concat(Json.objects(body, "rules"), body.has("roleRef") ? rules(body, path.namespace()) : Stream.of())
                .flatMap(rule -> each(rule, path.namespace()))
                .filter(granted -> !allows(user, granted))
                .findFirst()
                .ifPresent(granted -> {
                    throw new ApiException(
                            403,
                            "Forbidden",
                            "user \"%s\" is attempting to grant RBAC permissions not currently held: %s %s"
                                    .formatted(user.name(), granted.verb(), granted.resource()));
                });
    }

    private static Stream<Wanted> each(JsonNode rule, String namespace) {
        List<Wanted> all = new ArrayList<>();
        List<String> names = texts(rule, "resourceNames");
        for (String group : texts(rule, "apiGroups")) {
            for (String resource : texts(rule, "resources")) {
                for (String verb : texts(rule, "verbs")) {
                    for (String name : names.isEmpty() ? List.of("") : names) {
                        all.add(new Wanted(verb, group, resource, namespace, name));
                    }
                }
            }
        }
        return all.stream();
    }

    static Wanted wanted(ApiPath path, String method, boolean watch) {
        boolean one = !path.name().isEmpty();
        String verb = switch (method) {
            case "GET" -> watch ? "watch" : one ? "get" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            default -> one ? "delete" : "deletecollection";
        };
        boolean space = path.type().equals(ResourceTypes.NAMESPACES);
        String resource = path.type().plural() + (path.part().isEmpty() ? "" : "/" + path.part());
        return new Wanted(verb, path.type().group(), resource, space ? path.name() : path.namespace(), path.name());
    }

    /** Whether the user may do it. */
    boolean allows(User user, Wanted wanted) {
        return !enforced
                || user.equals(User.ADMIN)
                || bound(user, "clusterrolebindings", "").anyMatch(rule -> covers(rule, wanted))
                || !wanted.namespace().isEmpty()
                        && bound(user, "rolebindings", wanted.namespace()).anyMatch(rule -> covers(rule, wanted));
    }

    private Stream<JsonNode> bound(User user, String bindings, String namespace) {
        ResourceType type = types.find(RBAC, "v1", bindings).orElseThrow();
        return store.list(type, namespace).objects().stream()
                .filter(binding -> Json.objects(binding, "subjects").anyMatch(subject -> is(user, subject)))
                .flatMap(binding -> rules(binding, namespace));
    }

    private Stream<JsonNode> rules(JsonNode binding, String namespace) {
        boolean cluster = Json.text(binding, "roleRef", "kind").equals("ClusterRole");
        return types
                .find(RBAC, "v1", cluster ? "clusterroles" : "roles")
                .flatMap(type -> store.find(type, cluster ? "" : namespace, Json.text(binding, "roleRef", "name")))
                .stream()
                .flatMap(role -> Json.objects(role, "rules"));
    }

    private static boolean is(User user, JsonNode subject) {
        String name = Json.text(subject, "name");
        return switch (Json.text(subject, "kind")) {
            case "ServiceAccount" ->
                user.name().equals("system:serviceaccount:" + Json.text(subject, "namespace") + ":" + name);
            case "Group" -> user.groups().contains(name);
            default -> user.name().equals(name);
        };
    }

    private static boolean covers(JsonNode rule, Wanted wanted) {
        List<String> names = texts(rule, "resourceNames");
        return has(rule, "verbs", wanted.verb())
                && has(rule, "apiGroups", wanted.group())
                && has(rule, "resources", wanted.resource())
                && (names.isEmpty() || names.contains(wanted.name()));
    }

    private static boolean has(JsonNode rule, String field, String value) {
        List<String> values = texts(rule, field);
        return values.contains(value) || values.contains("*");
    }

    private static List<String> texts(JsonNode node, String field) {
        return Json.elements(node, field).stream()
                .map(item -> item.asString(""))
                .toList();
    }

    private static ApiException forbidden(User user, Wanted wanted) {
        return new ApiException(
                403,
                "Forbidden",
                "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
                        .formatted(
                                wanted.group().isEmpty() ? wanted.resource() : wanted.resource() + "." + wanted.group(),
                                user.name(),
                                wanted.verb(),
                                wanted.resource(),
                                wanted.group(),
                                wanted.namespace().isEmpty()
                                        ? "at the cluster scope"
                                        : "in the namespace \"" + wanted.namespace() + "\""));
    }
}
