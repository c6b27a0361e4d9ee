package dev.intercepts.connector.doctor;

import dev.intercepts.connector.contract.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the API server tells of a cluster. Where something could not be asked for, which is no fault by itself, it is {@code null}.
 *
 * @param context of the kubeconfig
 * @param server URL
 * @param proxy that leads there, without a login; {@code null} for none
 * @param namespace where workloads are looked for
 * @param managerNamespace where the Traffic Manager is, or is to be
 * @param onlyNamespace what the Traffic Manager serves alone; {@code null} where it serves all, or that is not known
 * @param unreachable why it does not answer; then nothing else is known
 * @param version of Kubernetes: {@code v1.34.0}
 * @param namespaceExists whether that namespace is there; {@code null} where it may not be looked for
 * @param rights those that are needed, and whether they are there
 * @param manager {@code null} where none is installed
 * @param managerUnknown why it is not known whether there is one, or {@code null}
 * @param webhook {@code null} where it may not be looked at
 * @param intercepts whether the API server serves the custom resource in our version
 * @param agents images of the agents that run
 */
public record ClusterFacts(
        String context,
        String server,
        @Nullable String proxy,
        String namespace,
        String managerNamespace,
        @Nullable String onlyNamespace,
        @Nullable Failure unreachable,
        String version,
        @Nullable Boolean namespaceExists,
        List<Right> rights,
        @Nullable Manager manager,
        @Nullable Failure managerUnknown,
        @Nullable Webhook webhook,
        boolean intercepts,
        List<Agent> agents) {

    /** What a right is needed for. */
    public enum Purpose {
        connect,
        intercept,
        install
    }

    /** A right, as an administrator reads it. */
    public record Right(Purpose purpose, String what, boolean allowed) {}

    /**
     * The Traffic Manager.
     *
     * @param version of whoever installed it
     * @param image its own
     * @param agentImage what it injects
     * @param trouble why its pods are not ready, or {@code null}
     * @param active whether one of its pods says that it works
     * @param lease who works; {@code null} where that may not be looked at
     */
    public record Manager(
            String version,
            String image,
            @Nullable String agentImage,
            int replicas,
            int ready,
            @Nullable String trouble,
            boolean active,
            @Nullable Lease lease) {}

    /**
     * The Lease by which replicas agree on who works.
     *
     * @param holder {@code null} for nobody
     * @param renewedSecondsAgo {@code null} for never
     * @param durationSeconds after so many of silence another one takes over
     */
    public record Lease(@Nullable String holder, @Nullable Long renewedSecondsAgo, int durationSeconds) {}

    /**
     * How pods get their agents.
     *
     * @param present whether the configuration is there
     * @param authority whether it names a certificate authority
     * @param authorityMatches whether that is the one of the Traffic Manager's certificate; {@code null} where its Secret may not be
     *     read
     * @param service whether the Service that it names is there; {@code null} where it may not be looked for
     * @param ready pods that answer behind it
     */
    public record Webhook(
            boolean present,
            boolean authority,
            @Nullable Boolean authorityMatches,
            @Nullable Boolean service,
            int ready) {}

    /** An agent. */
    public record Agent(String namespace, String pod, String image) {}
}
