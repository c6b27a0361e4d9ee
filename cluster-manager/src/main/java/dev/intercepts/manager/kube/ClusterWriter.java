package dev.intercepts.manager.kube;

import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.intercepts.ClusterActions;
import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/** Changes a cluster, by JSON merge patches (RFC 7396) that name only what is the manager's. */
public final class ClusterWriter implements ClusterActions {

    static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;

    public ClusterWriter(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public void writeStatus(InterceptRef ref, InterceptStatus status) {
        unlessGone(() -> intercept(ref).subresource("status").patch(MERGE, InterceptObjects.statusPatch(status)));
    }

    @Override
    public void mark(WorkloadRef ref, Mark mark) {
        Map<String, String> annotations = Map.of(ClusterNames.INJECT_ANNOTATION, mark.text());
        String patch =
                Json.text(Map.of("spec", Map.of("template", Map.of("metadata", Map.of("annotations", annotations)))));
        String name = ref.workload().name();
        String namespace = ref.namespace();
        unlessGone(() -> {
            switch (ref.workload().kind()) {
                case Deployment ->
                    client.apps()
                            .deployments()
                            .inNamespace(namespace)
                            .withName(name)
                            .patch(MERGE, patch);
                case StatefulSet ->
                    client.apps()
                            .statefulSets()
                            .inNamespace(namespace)
                            .withName(name)
                            .patch(MERGE, patch);
                case ReplicaSet ->
                    client.apps()
                            .replicaSets()
                            .inNamespace(namespace)
                            .withName(name)
                            .patch(MERGE, patch);
            }
        });
    }

    @Override
    public void evict(PodRef ref) {
        var pod = client.pods().inNamespace(ref.namespace()).withName(ref.name());
        if (!pod.evict() && pod.get() != null) {
            throw new IllegalStateException("a PodDisruptionBudget does not let pod " + ref + " go now");
        }
    }

    @Override
    public void end(InterceptRef ref, String by) {
        unlessGone(() -> intercept(ref).patch(MERGE, endedBy(by)));
        unlessGone(() -> intercept(ref).delete());
    }

    private Resource<GenericKubernetesResource> intercept(InterceptRef ref) {
        return client.genericKubernetesResources(InterceptObjects.CONTEXT)
                .inNamespace(ref.namespace())
                .withName(ref.name());
    }

    static String endedBy(String by) {
        return Json.text(Map.of("metadata", Map.of("annotations", Map.of(ClusterNames.ENDED_BY_ANNOTATION, by))));
    }

    static void unlessGone(Runnable change) {
        try {
            change.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404) {
                throw e;
            }
        }
    }
}
