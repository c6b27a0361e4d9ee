package dev.intercepts.protocol.intercept;

/** A workload within a namespace that is known from the context. */
public record Workload(WorkloadKind kind, String name) {

    /** As users write and read it: {@code deployment/hello}. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + "/" + name;
    }
}
