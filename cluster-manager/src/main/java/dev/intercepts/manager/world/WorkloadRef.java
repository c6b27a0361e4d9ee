package dev.intercepts.manager.world;

import dev.intercepts.protocol.intercept.Workload;

/** A workload of the cluster. */
public record WorkloadRef(String namespace, Workload workload) {

    /** For people: {@code deployment/hello in namespace default}. */
    @Override
    public String toString() {
        return workload + " in namespace " + namespace;
    }
}
