package dev.intercepts.protocol.intercept;

/** The kinds of workload that can be intercepted; constants are spelled as the Kubernetes API spells the kind. */
public enum WorkloadKind {
    Deployment,
    StatefulSet,
    ReplicaSet
}
