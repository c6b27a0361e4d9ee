package dev.intercepts.playground.kube;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletes what nothing holds any more: objects whose owners are gone, and the contents of namespaces and of custom types
 * that are on their way out, then these themselves. Gives each namespace its default ServiceAccount.
 */
final class Lifecycle implements Runnable {

    private final Resources resources;
    private final ResourceTypes types;

    Lifecycle(Resources resources, ResourceTypes types) {
        this.resources = resources;
        this.types = types;
    }

    @Override
    public void run() {
        TreeMap<ObjectKey, ObjectNode> all = resources.store().everything();
        Map<String, ResourceType> byId =
                types.all().collect(Collectors.toMap(ResourceType::id, type -> type, (one, other) -> one));
        Set<String> uids = new HashSet<>();
        all.values().forEach(object -> uids.add(Meta.uid(object)));
        Set<String> endingNamespaces = new HashSet<>();
        resources.store().all(ResourceTypes.NAMESPACES).stream()
                .filter(Meta::deleting)
                .forEach(namespace -> endingNamespaces.add(Meta.name(namespace)));
        Set<String> endingTypes = new HashSet<>();
        resources.store().all(ResourceTypes.DEFINITIONS).stream()
                .filter(Meta::deleting)
                .forEach(definition -> endingTypes.add(Meta.name(definition)));
        all.forEach((key, object) -> {
            boolean orphaned =
                    !Meta.ownerUids(object).isEmpty() && uids.stream().noneMatch(Meta.ownerUids(object)::contains);
            boolean goes = orphaned || endingNamespaces.contains(key.namespace()) || endingTypes.contains(key.type());
            if (goes && !Meta.deleting(object) && byId.get(key.type()) instanceof ResourceType type) {
                delete(type, key);
            }
        });
        removeEmpty(ResourceTypes.NAMESPACES, endingNamespaces, ObjectKey::namespace);
        removeEmpty(ResourceTypes.DEFINITIONS, endingTypes, ObjectKey::type);
        addServiceAccounts();
    }

    private void delete(ResourceType type, ObjectKey key) {
        try {
            resources.delete(type, key.namespace(), key.name(), DeleteOptions.NONE);
        } catch (ApiException e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }

    private void removeEmpty(
            ResourceType type, Set<String> ending, java.util.function.Function<ObjectKey, String> container) {
        Set<String> used =
                resources.store().everything().keySet().stream().map(container).collect(Collectors.toSet());
        List<ObjectNode> empty = resources.store().all(type).stream()
                .filter(object -> ending.contains(Meta.name(object)) && !used.contains(Meta.name(object)))
                .toList();
        empty.stream().filter(object -> !Meta.hasFinalizers(object)).forEach(object -> resources.remove(type, object));
    }

    private void addServiceAccounts() {
        for (ObjectNode namespace : resources.store().all(ResourceTypes.NAMESPACES)) {
            String name = Meta.name(namespace);
            if (!Meta.deleting(namespace)
                    && resources
                            .store()
                            .find(ResourceTypes.SERVICE_ACCOUNTS, name, "default")
                            .isEmpty()) {
                ObjectNode account = Json.object();
                Json.child(account, "metadata").put("name", "default");
                resources.create(ResourceTypes.SERVICE_ACCOUNTS, name, account, false);
            }
        }
    }
}
