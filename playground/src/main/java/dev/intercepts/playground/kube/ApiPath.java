package dev.intercepts.playground.kube;

import java.util.List;
import java.util.Optional;

/**
 * What a path of the API names.
 *
 * @param type of the objects
 * @param namespace empty for all namespaces, or where there are none
 * @param name of the object, empty for the collection
 * @param part subresource such as {@code status}, empty for the object itself
 */
record ApiPath(ResourceType type, String namespace, String name, String part) {

    /** Reads {@code /api/v1/…} and {@code /apis/group/version/…}; nothing if no such type is served. */
    static Optional<ApiPath> parse(String path, ResourceTypes types) {
        List<String> steps = List.of(path.substring(1).split("/"));
        boolean core = steps.getFirst().equals("api");
        int used = core ? 2 : 3;
        if (!core && !steps.getFirst().equals("apis") || steps.size() <= used) {
            return Optional.empty();
        }
        String group = core ? "" : steps.get(1);
        String version = steps.get(used - 1);
        List<String> rest = steps.subList(used, steps.size());
        if (rest.size() >= 3 && rest.getFirst().equals("namespaces")) {
            Optional<ResourceType> inside = types.find(group, version, rest.get(2));
            if (inside.isPresent()) {
                return Optional.of(new ApiPath(inside.get(), rest.get(1), step(rest, 3), step(rest, 4)));
            }
        }
        return types.find(group, version, rest.getFirst())
                .map(type -> new ApiPath(type, "", step(rest, 1), step(rest, 2)));
    }

    /** The object itself. */
    ApiPath withoutPart() {
        return new ApiPath(type, namespace, name, "");
    }

    private static String step(List<String> steps, int index) {
        return index < steps.size() ? steps.get(index) : "";
    }
}
