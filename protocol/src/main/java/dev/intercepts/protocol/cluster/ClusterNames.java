package dev.intercepts.protocol.cluster;

/** Names of what the product puts into a cluster; the installer, the Traffic Manager and the chart all use these. */
public final class ClusterNames {

    /** API group of the custom resources and domain of annotations and labels. */
    public static final String GROUP = "intercepts.dev";

    /** Version of the custom resources. */
    public static final String VERSION = "v1";

    /** Kind and plural of the custom resource. */
    public static final String INTERCEPT_KIND = "Intercept";

    public static final String INTERCEPT_PLURAL = "intercepts";

    /** Default namespace of the Traffic Manager. */
    public static final String NAMESPACE = "intercepts";

    /** Name of the Traffic Manager's Deployment, Service, ServiceAccount and cluster role. */
    public static final String MANAGER = "traffic-manager";

    /** Name of the Service that leads the API server to the webhook of any replica of the manager. */
    public static final String WEBHOOK_SERVICE = "traffic-manager-webhook";

    /** Name of the Lease in the manager's namespace whose holder is the replica that works. */
    public static final String MANAGER_LEASE = "traffic-manager";

    /** Label of the manager's pod that works, {@code true}; the Service {@link #MANAGER} leads to it alone. */
    public static final String ACTIVE_LABEL = GROUP + "/active";

    /** Name of the mutating webhook configuration. */
    public static final String WEBHOOK = "intercepts-agent-injector";

    /** Secret in the manager's namespace: the webhook's CA and key ({@code tls.crt}, {@code tls.key}, {@code ca.crt}). */
    public static final String WEBHOOK_SECRET = "traffic-manager-webhook";

    /** Secret in the manager's namespace: {@code cloudUrl}, {@code clusterId}, {@code token} of the uplink. */
    public static final String UPLINK_SECRET = "traffic-manager-uplink";

    /** Field manager of server-side apply by the installer. */
    public static final String INSTALLER_FIELD_MANAGER = "intercepts-installer";

    /** Name of the agent's container in an injected pod. */
    public static final String AGENT_CONTAINER = "traffic-agent";

    /** Annotation on a pod template: {@code enabled} or {@code enabled again <time>} asks the webhook to inject the agent. */
    public static final String INJECT_ANNOTATION = GROUP + "/inject-traffic-agent";

    /** Annotation on an injected pod: the agent's configuration as JSON ({@link AgentConfig}). */
    public static final String AGENT_CONFIG_ANNOTATION = GROUP + "/agent-config";

    /** Annotation on a pod that asked for the agent and cannot have it: why, as a clause about the pod. */
    public static final String AGENT_REFUSED_ANNOTATION = GROUP + "/agent-refused";

    /**
     * Annotation on a workload whose pod template has the agent in it, in an installation for one namespace: how it was changed, as
     * JSON ({@link TemplateChange}).
     */
    public static final String TEMPLATE_CHANGE_ANNOTATION = GROUP + "/template-change";

    /** Label of a ConfigMap that stands for an Intercept in an installation for one namespace. */
    public static final String INTERCEPT_LABEL = GROUP + "/intercept";

    /** What stands before an Intercept's name in the name of its ConfigMap. */
    public static final String INTERCEPT_PREFIX = "intercept-";

    /** Members of such a ConfigMap: the specification and the status as JSON, and how often the specification was written. */
    public static final String INTERCEPT_SPEC = "spec";

    public static final String INTERCEPT_STATUS = "status";

    public static final String INTERCEPT_GENERATION = "generation";

    /** Annotation on an Intercept that is about to be deleted: who ended it, for people. */
    public static final String ENDED_BY_ANNOTATION = GROUP + "/ended-by";

    /** Audience of the agents' projected ServiceAccount tokens. */
    public static final String AGENT_TOKEN_AUDIENCE = "traffic-manager.intercepts.dev";

    /** First port an agent listens on in a pod; each intercepted container port takes the next one. */
    public static final int AGENT_FIRST_PORT = 9900;

    /** First port that an init container redirects past the agent to an app's port, for probes of redirected ports. */
    public static final int PROBE_FIRST_PORT = 9950;

    /** Port of the agent: health over HTTP ({@code /readyz}), on the pod's address. */
    public static final int AGENT_HEALTH_PORT = 9899;

    /** Name of the init container that redirects numeric ports to the agent. */
    public static final String REDIRECT_CONTAINER = "traffic-agent-redirect";

    /** Where the agent finds its ServiceAccount token; its container says so in {@code AGENT_TOKEN_FILE} too. */
    public static final String AGENT_TOKEN_FILE = "/var/run/secrets/intercepts.dev/token";

    /**
     * Prefix of the variables of an app container that the webhook copies into the agent's container: the prefix, the
     * container's index in {@link #INTERCEPTED_CONTAINERS}, an underscore, the variable's own name.
     */
    public static final String INTERCEPTED_PREFIX = "INTERCEPTED_";

    /** Variable of the agent's container: names of the app containers by index, separated by commas. */
    public static final String INTERCEPTED_CONTAINERS = "INTERCEPTED_CONTAINERS";

    /** Path of the webhook. */
    public static final String INJECT_PATH = "/v1/inject";

    /** Port of the manager: HTTP/1.1 and h2c API for agents, on the pod's address. */
    public static final int MANAGER_AGENT_API_PORT = 8080;

    /** Port of the manager: agents' tunnels, on the pod's address. */
    public static final int MANAGER_AGENT_TUNNEL_PORT = 8081;

    /** Port of the manager: connectors' tunnels, on the pod's loopback. */
    public static final int MANAGER_CONNECTOR_TUNNEL_PORT = 8082;

    /** Port of the manager: HTTP API for connectors, on the pod's loopback. */
    public static final int MANAGER_CONNECTOR_API_PORT = 8083;

    /** Port of the manager: admission webhook over TLS, on the pod's address; the Service maps 443 to it. */
    public static final int MANAGER_WEBHOOK_PORT = 8443;

    /** Port of the manager: health and metrics over HTTP ({@code /healthz}, {@code /readyz}). */
    public static final int MANAGER_HEALTH_PORT = 8084;

    private ClusterNames() {}
}
