package dev.intercepts.playground.kube;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rolls each Deployment's template out through ReplicaSets: a new pod is ready before an old one goes, or after all are gone. */
final class Deployments implements Runnable {

    private static final String HASH = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final Resources resources;

    Deployments(Resources resources) {
        this.resources = resources;
    }

    @Override
    public void run() {
        for (ObjectNode deployment : resources.store().all(ResourceTypes.DEPLOYMENTS)) {
            if (!Meta.deleting(deployment)) {
                reconcile(deployment);
            }
        }
    }

    private void reconcile(ObjectNode deployment) {
        List<ObjectNode> sets = PodSets.owned(resources.store(), ResourceTypes.REPLICA_SETS, deployment);
        Optional<ObjectNode> current =
                sets.stream().filter(set -> hasTemplate(set, deployment)).findFirst();
        List<ObjectNode> old = new ArrayList<>(sets);
        current.ifPresent(old::remove);
        if (Json.text(deployment, "spec", "strategy", "type").equals("Recreate")) {
            recreate(deployment, current, old);
        } else {
            rollingUpdate(deployment, current, old);
        }
        forgetOld(deployment, old);
        report(deployment);
    }

    private void recreate(ObjectNode deployment, Optional<ObjectNode> current, List<ObjectNode> old) {
        old.forEach(set -> scale(set, 0));
        boolean gone = old.stream()
                .allMatch(set -> resources.store().list(ResourceTypes.PODS, Meta.namespace(set)).objects().stream()
                        .noneMatch(pod -> Meta.controlledBy(pod, set)));
        if (gone) {
            scale(current.orElseGet(() -> create(deployment)), replicas(deployment));
        }
    }

    private void rollingUpdate(ObjectNode deployment, Optional<ObjectNode> found, List<ObjectNode> old) {
        ObjectNode current = found.orElseGet(() -> create(deployment));
        int desired = replicas(deployment);
        JsonNode strategy = Json.at(deployment, "spec", "strategy", "rollingUpdate");
        int surge = RollOut.count(strategy.path("maxSurge"), desired, true);
        int unavailable = RollOut.count(strategy.path("maxUnavailable"), desired, false);
        List<RollOut.Set> olds = old.stream().map(this::size).toList();
        RollOut plan = RollOut.next(desired, surge, unavailable, size(current), olds);
        scale(current, plan.current());
        for (int i = 0; i < old.size(); i++) {
            scale(old.get(i), plan.old().get(i));
        }
    }

    private RollOut.Set size(ObjectNode set) {
        return new RollOut.Set(replicas(set), PodSets.ready(PodSets.owned(resources.store(), ResourceTypes.PODS, set)));
    }

    private static int replicas(ObjectNode workload) {
        return Json.number(workload, 1, "spec", "replicas");
    }

    private static boolean hasTemplate(ObjectNode set, ObjectNode deployment) {
        if (!(Json.at(set, "spec", "template") instanceof ObjectNode template)) {
            return false;
        }
        ObjectNode plain = template.deepCopy();
        Json.child(plain, "metadata", "labels").remove(HASH);
        ObjectNode wanted = Json.child(deployment.deepCopy(), "spec", "template");
        Json.child(wanted, "metadata", "labels");
        return plain.equals(wanted);
    }

    private ObjectNode create(ObjectNode deployment) {
        String hash = Names.hash(Json.at(deployment, "spec", "template").toString());
        ObjectNode set = Json.object().put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
        ObjectNode metadata = Json.child(set, "metadata").put("name", Meta.name(deployment) + "-" + hash);
        Json.child(metadata, "annotations").put(REVISION, Integer.toString(lastRevision(deployment) + 1));
        Json.list(metadata, "ownerReferences").add(Meta.ownerReference(deployment));
        ObjectNode spec = Json.child(set, "spec").put("replicas", 0);
        spec.set("selector", Json.at(deployment, "spec", "selector").deepCopy());
        Json.child(spec, "selector", "matchLabels").put(HASH, hash);
        spec.set("template", Json.at(deployment, "spec", "template").deepCopy());
        Json.child(spec, "template", "metadata", "labels").put(HASH, hash);
        metadata.set("labels", Json.at(spec, "template", "metadata", "labels").deepCopy());
        return resources.create(ResourceTypes.REPLICA_SETS, Meta.namespace(deployment), set, false);
    }

    private int lastRevision(ObjectNode deployment) {
        return PodSets.owned(resources.store(), ResourceTypes.REPLICA_SETS, deployment).stream()
                .mapToInt(Deployments::revision)
                .max()
                .orElse(0);
    }

    private static int revision(ObjectNode set) {
        String revision = Meta.annotation(set, REVISION);
        return revision.isEmpty() ? 0 : Integer.parseInt(revision);
    }

    private void scale(ObjectNode set, int replicas) {
        if (replicas(set) != replicas) {
            resources.modify(
                    ResourceTypes.REPLICA_SETS,
                    Meta.namespace(set),
                    Meta.name(set),
                    "",
                    old -> {
                        ObjectNode scaled = old.deepCopy();
                        Json.child(scaled, "spec").put("replicas", replicas);
                        return scaled;
                    },
                    false);
        }
    }

    private void forgetOld(ObjectNode deployment, List<ObjectNode> old) {
        old.stream()
                .filter(set -> replicas(set) == 0 && Json.number(set, 0, "status", "replicas") == 0)
                .sorted(Comparator.comparingInt(Deployments::revision).reversed())
                .skip(Json.number(deployment, 10, "spec", "revisionHistoryLimit"))
                .forEach(set -> resources.delete(
                        ResourceTypes.REPLICA_SETS, Meta.namespace(set), Meta.name(set), DeleteOptions.NONE));
    }

    private void report(ObjectNode deployment) {
        int desired = replicas(deployment);
        int total = 0;
        int ready = 0;
        int updated = 0;
        for (ObjectNode set : PodSets.owned(resources.store(), ResourceTypes.REPLICA_SETS, deployment)) {
            List<ObjectNode> pods = PodSets.owned(resources.store(), ResourceTypes.PODS, set);
            total += pods.size();
            ready += PodSets.ready(pods);
            updated += hasTemplate(set, deployment) ? pods.size() : 0;
        }
        ObjectNode status =
                Json.object().put("observedGeneration", Json.number(deployment, 1, "metadata", "generation"));
        putPositive(status, "replicas", total);
        putPositive(status, "updatedReplicas", updated);
        putPositive(status, "readyReplicas", ready);
        putPositive(status, "availableReplicas", ready);
        putPositive(status, "unavailableReplicas", Math.max(0, Math.max(desired, total) - ready));
        int unavailable = RollOut.count(
                Json.at(deployment, "spec", "strategy", "rollingUpdate", "maxUnavailable"), desired, false);
        boolean available = ready >= desired - unavailable;
        boolean done = updated == desired && total == desired && ready == desired;
        PodSets.condition(
                status, "Available", available, available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable");
        PodSets.condition(status, "Progressing", true, done ? "NewReplicaSetAvailable" : "ReplicaSetUpdated");
        PodSets.status(resources, ResourceTypes.DEPLOYMENTS, deployment, status);
    }

    private static void putPositive(ObjectNode status, String field, int count) {
        if (count > 0) {
            status.put(field, count);
        }
    }
}
