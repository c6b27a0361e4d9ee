package dev.intercepts.agent.json;

import static dev.intercepts.agent.json.JsonReader.required;

import dev.intercepts.protocol.cluster.AgentConfig;
import dev.intercepts.protocol.cluster.AgentConfig.AgentPort;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.protocol.route.AgentApplied;
import dev.intercepts.protocol.route.AgentHello;
import dev.intercepts.protocol.route.Route;
import dev.intercepts.protocol.route.RouteTable;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** The protocol's records that the agent reads and writes, in JSON and back. */
public final class ProtocolJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private ProtocolJson() {}

    /**
     * Reads an agent's configuration.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static AgentConfig agentConfig(String json) {
        return JsonReader.read("agent configuration", json, ProtocolJson::agentConfig);
    }

    /**
     * Reads a table of routes.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static RouteTable routeTable(String json) {
        return JsonReader.read("route table", json, reader -> {
            var table = new Object() {
                @Nullable
                Long revision;

                List<Route> routes = new ArrayList<>();
            };
            reader.object(name -> {
                switch (name) {
                    case "revision" -> table.revision = reader.number();
                    case "routes" -> table.routes = reader.list(() -> route(reader));
                    default -> {}
                }
            });
            return new RouteTable(required("revision", table.revision), table.routes);
        });
    }

    /** Writes what an agent says of itself. */
    public static String of(AgentHello hello) {
        return object(json -> {
            json.writeStringProperty("namespace", hello.namespace());
            json.writeStringProperty("pod", hello.pod());
            json.writeObjectPropertyStart("workload");
            json.writeStringProperty("kind", hello.workload().kind().name());
            json.writeStringProperty("name", hello.workload().name());
            json.writeEndObject();
            json.writeStringProperty("version", hello.version());
            json.writeObjectPropertyStart("environments");
            hello.environments().forEach((container, environment) -> {
                json.writeObjectPropertyStart(container);
                environment.forEach(json::writeStringProperty);
                json.writeEndObject();
            });
            json.writeEndObject();
        });
    }

    /** Writes that an agent has made a table its own. */
    public static String of(AgentApplied applied) {
        return object(json -> {
            json.writeStringProperty("namespace", applied.namespace());
            json.writeStringProperty("pod", applied.pod());
            json.writeNumberProperty("revision", applied.revision());
            if (applied.error() != null) {
                json.writeStringProperty("error", applied.error());
            }
        });
    }

    private static String object(Consumer<JsonGenerator> properties) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
        }
        return out.toString();
    }

    private static AgentConfig agentConfig(JsonReader reader) {
        var config = new Object() {
            @Nullable
            String namespace;

            @Nullable
            Workload workload;

            @Nullable
            String managerHost;

            List<AgentPort> ports = new ArrayList<>();
        };
        reader.object(name -> {
            switch (name) {
                case "namespace" -> config.namespace = reader.string();
                case "workload" -> config.workload = workload(reader);
                case "managerHost" -> config.managerHost = reader.string();
                case "ports" -> config.ports = reader.list(() -> agentPort(reader));
                default -> {}
            }
        });
        return new AgentConfig(
                required("namespace", config.namespace),
                required("workload", config.workload),
                required("managerHost", config.managerHost),
                config.ports);
    }

    private static AgentPort agentPort(JsonReader reader) {
        var port = new Object() {
            @Nullable
            Integer agentPort;

            @Nullable
            Integer containerPort;

            @Nullable
            String container;
        };
        reader.object(name -> {
            switch (name) {
                case "agentPort" -> port.agentPort = reader.port();
                case "containerPort" -> port.containerPort = reader.port();
                case "container" -> port.container = reader.string();
                default -> {}
            }
        });
        return new AgentPort(
                required("agentPort", port.agentPort),
                required("containerPort", port.containerPort),
                required("container", port.container));
    }

    private static Workload workload(JsonReader reader) {
        var workload = new Object() {
            @Nullable
            WorkloadKind kind;

            @Nullable
            String name;
        };
        reader.object(name -> {
            switch (name) {
                case "kind" -> workload.kind = WorkloadKind.valueOf(reader.string());
                case "name" -> workload.name = reader.string();
                default -> {}
            }
        });
        return new Workload(required("kind", workload.kind), required("name", workload.name));
    }

    private static Route route(JsonReader reader) {
        var route = new Object() {
            @Nullable
            String intercept;

            @Nullable
            Integer containerPort;

            @Nullable
            Mechanism mechanism;

            Match match = Match.ALL;

            @Nullable
            String sessionId;

            @Nullable
            Integer targetPort;
        };
        reader.object(name -> {
            switch (name) {
                case "intercept" -> route.intercept = reader.string();
                case "containerPort" -> route.containerPort = reader.port();
                case "mechanism" -> route.mechanism = mechanism(reader.string());
                case "match" -> route.match = match(reader);
                case "sessionId" -> route.sessionId = reader.string();
                case "targetPort" -> route.targetPort = reader.port();
                default -> {}
            }
        });
        return new Route(
                required("intercept", route.intercept),
                required("containerPort", route.containerPort),
                required("mechanism", route.mechanism),
                route.match,
                required("sessionId", route.sessionId),
                required("targetPort", route.targetPort));
    }

    private static Mechanism mechanism(String text) {
        return switch (text) {
            case "tcp" -> Mechanism.TCP;
            case "http" -> Mechanism.HTTP;
            default -> throw new IllegalArgumentException("mechanism: " + text + " (expected: tcp or http)");
        };
    }

    private static Match match(JsonReader reader) {
        var match = new Object() {
            List<HeaderCondition> headers = new ArrayList<>();

            @Nullable
            String pathPrefix;
        };
        reader.object(name -> {
            switch (name) {
                case "headers" -> match.headers = reader.list(() -> condition(reader));
                case "pathPrefix" -> match.pathPrefix = reader.stringOrNull();
                default -> {}
            }
        });
        return new Match(match.headers, match.pathPrefix);
    }

    private static HeaderCondition condition(JsonReader reader) {
        var condition = new Object() {
            @Nullable
            String name;

            @Nullable
            String regex;
        };
        reader.object(name -> {
            switch (name) {
                case "name" -> condition.name = reader.string();
                case "regex" -> condition.regex = reader.string();
                default -> {}
            }
        });
        return new HeaderCondition(required("name", condition.name), required("regex", condition.regex));
    }
}
