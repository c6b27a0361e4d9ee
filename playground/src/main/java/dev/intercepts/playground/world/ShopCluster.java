package dev.intercepts.playground.world;

import dev.intercepts.playground.kube.InMemoryCluster;
import dev.intercepts.playground.kube.PodProcess;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cluster that the shop runs in. */
sealed interface ShopCluster extends AutoCloseable permits ShopCluster.InMemory, GivenCluster {

    /** URL of the API server. */
    String apiUrl();

    /** A kubeconfig file of somebody who may do everything. */
    String kubeconfig();

    /** A client of the same person, closed with the cluster. */
    KubernetesClient client();

    /** Puts the shop's objects there. */
    void apply(List<HasMetadata> objects);

    /** The address of this machine by which pods reach the hosted service, if they do. */
    InetAddress hereForPods();

    /** The front door as it is reached from this machine. */
    String ingressUrl();

    /** Processes of this machine that its pods are: name → process. */
    Map<String, ProcessHandle> processes();

    @Override
    void close();

    /** The one that is made for this playground, in this process. */
    record InMemory(InMemoryCluster cluster) implements ShopCluster {

        @Override
        public String apiUrl() {
            return cluster.apiUrl();
        }

        @Override
        public String kubeconfig() {
            return cluster.kubeconfigFile().toString();
        }

        @Override
        public KubernetesClient client() {
            return cluster.client();
        }

        @Override
        public void apply(List<HasMetadata> objects) {
            cluster.apply(objects);
        }

        @Override
        public InetAddress hereForPods() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public String ingressUrl() {
            return "http://" + cluster.clusterIp("ingress", "ingress").orElse("127.0.0.1") + ":8080";
        }

        @Override
        public Map<String, ProcessHandle> processes() {
            Map<String, ProcessHandle> processes = new LinkedHashMap<>();
            for (PodProcess pod : cluster.pods()) {
                ProcessHandle.of(pod.pid())
                        .ifPresent(process -> processes.put(
                                "pod/" + pod.namespace() + "/" + pod.pod() + "/" + pod.container(), process));
            }
            return processes;
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
