package dev.intercepts.manager.kube;

import static dev.intercepts.manager.kube.ClusterWriter.MERGE;
import static dev.intercepts.manager.kube.ClusterWriter.unlessGone;

import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.intercepts.ClusterActions;
import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptStatus;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;

/** Changes the one namespace that is served: intercepts are ConfigMaps there, and pod templates get the agent themselves. */
final class NamespaceWriter implements ClusterActions {

    private final KubernetesClient client;
    private final ClusterActions pods;
    private final TemplateWriter templates;

    NamespaceWriter(KubernetesClient client, TemplateWriter templates) {
        this.client = client;
        this.pods = new ClusterWriter(client);
        this.templates = templates;
    }

    @Override
    public void writeStatus(InterceptRef ref, InterceptStatus status) {
        String patch = Json.text(Map.of("data", Map.of(ClusterNames.INTERCEPT_STATUS, Json.text(status))));
        unlessGone(() -> intercept(ref).patch(MERGE, patch));
    }

    @Override
    public void mark(WorkloadRef workload, Mark mark) {
        unlessGone(() -> templates.write(workload, mark));
    }

    @Override
    public void evict(PodRef pod) {
        pods.evict(pod);
    }

    @Override
    public void end(InterceptRef ref, String by) {
        unlessGone(() -> intercept(ref).patch(MERGE, ClusterWriter.endedBy(by)));
        unlessGone(() -> intercept(ref).delete());
    }

    private Resource<ConfigMap> intercept(InterceptRef ref) {
        return client.configMaps().inNamespace(ref.namespace()).withName(ClusterNames.INTERCEPT_PREFIX + ref.name());
    }
}
