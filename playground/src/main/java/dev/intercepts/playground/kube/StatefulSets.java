package dev.intercepts.playground.kube;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Keeps each StatefulSet's pods, one after the other by number; a new template replaces the highest number first. */
final class StatefulSets implements Runnable {

    private static final String REVISION = "controller-revision-hash";

    private final Resources resources;

    StatefulSets(Resources resources) {
        this.resources = resources;
    }

    @Override
    public void run() {
        for (ObjectNode set : resources.store().all(ResourceTypes.STATEFUL_SETS)) {
            if (!Meta.deleting(set)) {
                reconcile(set);
            }
        }
    }

    private void reconcile(ObjectNode set) {
        String revision = Meta.name(set) + "-"
                + Names.hash(Json.at(set, "spec", "template").toString());
        int wanted = Json.number(set, 1, "spec", "replicas");
        List<ObjectNode> pods = resources.store().list(ResourceTypes.PODS, Meta.namespace(set)).objects().stream()
                .filter(pod -> Meta.controlledBy(pod, set))
                .sorted(Comparator.comparingInt(StatefulSets::ordinal))
                .toList();
        step(set, revision, wanted, pods);
        report(set, revision, wanted);
    }

    /** One step at most: the next one follows when this one's pod is ready or gone. */
    private void step(ObjectNode set, String revision, int wanted, List<ObjectNode> pods) {
        boolean oneByOne = Json.text(set, "spec", "podManagementPolicy").equals("OrderedReady");
        for (int ordinal = 0; ordinal < wanted; ordinal++) {
            Optional<ObjectNode> pod = find(pods, ordinal);
            if (pod.isEmpty()) {
                create(set, revision, ordinal);
            }
            if (oneByOne && !pod.map(Meta::podReady).orElse(false)) {
                // a pod that never gets ready under an old template must not block the template that mends it
                pod.filter(found -> !Meta.deleting(found) && outdated(found, revision))
                        .ifPresent(this::delete);
                return;
            }
        }
        Optional<ObjectNode> surplus =
                pods.reversed().stream().filter(pod -> ordinal(pod) >= wanted).findFirst();
        Optional<ObjectNode> next = surplus.or(() ->
                pods.reversed().stream().filter(pod -> outdated(pod, revision)).findFirst());
        if (pods.stream().noneMatch(Meta::deleting)) {
            next.ifPresent(this::delete);
        }
    }

    private static Optional<ObjectNode> find(List<ObjectNode> pods, int ordinal) {
        return pods.stream().filter(pod -> ordinal(pod) == ordinal).findFirst();
    }

    private static boolean outdated(ObjectNode pod, String revision) {
        return !revision.equals(Meta.labels(pod).get(REVISION));
    }

    private static int ordinal(ObjectNode pod) {
        String name = Meta.name(pod);
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    private void create(ObjectNode set, String revision, int ordinal) {
        ObjectNode pod = PodSets.pod(set);
        String name = Meta.name(set) + "-" + ordinal;
        Json.child(pod, "metadata").put("name", name);
        Json.child(pod, "metadata", "labels")
                .put(REVISION, revision)
                .put("statefulset.kubernetes.io/pod-name", name)
                .put("apps.kubernetes.io/pod-index", Integer.toString(ordinal));
        Json.child(pod, "spec").put("hostname", name).put("subdomain", Json.text(set, "spec", "serviceName"));
        resources.create(ResourceTypes.PODS, Meta.namespace(set), pod, false);
    }

    private void delete(ObjectNode pod) {
        resources.delete(ResourceTypes.PODS, Meta.namespace(pod), Meta.name(pod), DeleteOptions.NONE);
    }

    private void report(ObjectNode set, String revision, int wanted) {
        List<ObjectNode> pods = PodSets.owned(resources.store(), ResourceTypes.PODS, set);
        int updated =
                (int) pods.stream().filter(pod -> !outdated(pod, revision)).count();
        int ready = PodSets.ready(pods);
        boolean done = updated == wanted && pods.size() == wanted && ready == wanted;
        String before = Json.text(set, "status", "currentRevision");
        ObjectNode status = Json.object()
                .put("observedGeneration", Json.number(set, 1, "metadata", "generation"))
                .put("replicas", pods.size())
                .put("readyReplicas", ready)
                .put("availableReplicas", ready)
                .put("updatedReplicas", updated)
                .put("currentReplicas", done ? updated : pods.size() - updated)
                .put("currentRevision", done || before.isEmpty() ? revision : before)
                .put("updateRevision", revision)
                .put("collisionCount", 0);
        PodSets.status(resources, ResourceTypes.STATEFUL_SETS, set, status);
    }
}
