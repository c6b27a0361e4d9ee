package dev.intercepts.agent.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.protocol.cluster.AgentConfig;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.protocol.route.AgentApplied;
import dev.intercepts.protocol.route.AgentHello;
import dev.intercepts.protocol.route.Route;
import dev.intercepts.protocol.route.RouteTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What the agent reads and writes is what data binding, which everybody else uses, makes of the same records. */
class ProtocolJsonTest {

    private static final JsonMapper BINDING = JsonMapper.shared();
    private static final String SESSION = "0123456789abcdef0123456789abcdef";

    @Test
    void aTable() {
        RouteTable table = new RouteTable(
                7_000_000_000L,
                List.of(
                        new Route("ns/a", 8080, Mechanism.TCP, Match.ALL, SESSION, 9000),
                        new Route(
                                "ns/\"b\"\n",
                                65535,
                                Mechanism.HTTP,
                                new Match(
                                        List.of(
                                                new HeaderCondition("x-a", "^\\d+$"),
                                                new HeaderCondition("x-b", "ü€😀")),
                                        "/api"),
                                SESSION,
                                1)));
        assertThat(ProtocolJson.routeTable(BINDING.writeValueAsString(table))).isEqualTo(table);
        assertThat(ProtocolJson.routeTable("{\"revision\":1,\"routes\":[]}")).isEqualTo(new RouteTable(1, List.of()));
    }

    @Test
    void aConfiguration() {
        AgentConfig config = new AgentConfig(
                "ns",
                new Workload(WorkloadKind.StatefulSet, "db"),
                "traffic-manager.intercepts",
                List.of(new AgentConfig.AgentPort(9900, 8080, "app"), new AgentConfig.AgentPort(9901, 8081, "other")));
        assertThat(ProtocolJson.agentConfig(BINDING.writeValueAsString(config))).isEqualTo(config);
    }

    @Test
    void whatTheAgentSays() {
        AgentHello hello = new AgentHello(
                "ns",
                "pod-1",
                new Workload(WorkloadKind.Deployment, "hello"),
                "0.1.0",
                Map.of("app", Map.of("PATH", "/bin", "QUOTED", "\"\\\u0001\n"), "other", Map.of()));
        assertThat(BINDING.readValue(ProtocolJson.of(hello), AgentHello.class)).isEqualTo(hello);
        for (String error : new String[] {null, "intercept ns/a: no"}) {
            AgentApplied applied = new AgentApplied("ns", "pod-1", 3, error);
            assertThat(BINDING.readValue(ProtocolJson.of(applied), AgentApplied.class))
                    .isEqualTo(applied);
        }
    }

    @Test
    void whatANewerManagerAddsIsPassedOver() {
        assertThat(ProtocolJson.routeTable(
                        "{\"new\":{\"a\":[1,{}]},\"revision\":1,\"more\":[[]],\"routes\":[],\"last\":null}"))
                .isEqualTo(new RouteTable(1, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"routes\":[]}",
                "{\"revision\":\"1\",\"routes\":[]}",
                "{\"revision\":1,\"routes\":{}}",
                "{\"revision\":1,\"routes\":[{}]}",
                "{\"revision\":1,\"routes\":[]} {}",
                "{\"revision\":1,\"routes\":[{\"intercept\":\"a\",\"containerPort\":70000}]}"
            })
    void whatIsNoTable(String json) {
        assertThatThrownBy(() -> ProtocolJson.routeTable(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("route table is not understood: ");
    }
}
