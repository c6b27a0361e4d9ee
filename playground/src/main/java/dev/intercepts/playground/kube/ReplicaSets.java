package dev.intercepts.playground.kube;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Keeps as many pods as each ReplicaSet says. */
final class ReplicaSets implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaSets.class);

    private final Resources resources;

    ReplicaSets(Resources resources) {
        this.resources = resources;
    }

    @Override
    public void run() {
        for (ObjectNode set : resources.store().all(ResourceTypes.REPLICA_SETS)) {
            if (!Meta.deleting(set)) {
                reconcile(set);
            }
        }
    }

    private void reconcile(ObjectNode set) {
        List<ObjectNode> pods = PodSets.owned(resources.store(), ResourceTypes.PODS, set);
        int wanted = Json.number(set, 1, "spec", "replicas");
        for (int i = pods.size(); i < wanted; i++) {
            create(set);
        }
        pods.stream()
                .sorted(PodSets.LEAST_USEFUL)
                .limit(Math.max(0, pods.size() - wanted))
                .forEach(pod ->
                        resources.delete(ResourceTypes.PODS, Meta.namespace(pod), Meta.name(pod), DeleteOptions.NONE));
        List<ObjectNode> now = PodSets.owned(resources.store(), ResourceTypes.PODS, set);
        int ready = PodSets.ready(now);
        ObjectNode status = Json.object()
                .put("replicas", now.size())
                .put("fullyLabeledReplicas", now.size())
                .put("observedGeneration", Json.number(set, 1, "metadata", "generation"));
        if (ready > 0) {
            status.put("readyReplicas", ready).put("availableReplicas", ready);
        }
        PodSets.status(resources, ResourceTypes.REPLICA_SETS, set, status);
    }

    private void create(ObjectNode set) {
        ObjectNode pod = PodSets.pod(set);
        Json.child(pod, "metadata").put("generateName", Meta.name(set) + "-");
        try {
            resources.create(ResourceTypes.PODS, Meta.namespace(set), pod, false);
        } catch (ApiException e) {
            LOG.atWarn()
                    .addKeyValue("replicaset", Meta.name(set))
                    .addKeyValue("cause", e.getMessage())
                    .log("pod not created");
        }
    }
}
