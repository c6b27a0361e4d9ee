package dev.intercepts.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentSettingsTest {

    private static Map<String, String> least() {
        Map<String, String> environment = new HashMap<>();
        environment.put("AGENT_CONFIG", """
                {"namespace":"shop","workload":{"kind":"Deployment","name":"hello"},"managerHost":"traffic-manager.intercepts",
                 "ports":[{"agentPort":9900,"containerPort":8080,"container":"app"},
                          {"agentPort":9901,"containerPort":8081,"container":"app"},
                          {"agentPort":9902,"containerPort":6060,"container":"debug"}]}
                """);
        environment.put("POD_NAME", "hello-1");
        environment.put("POD_IP", "10.1.2.3");
        return environment;
    }

    @Test
    void whatIsNotSaidHasDefaults() {
        AgentSettings settings = AgentSettings.of(least());
        assertThat(settings.namespace()).isEqualTo("shop");
        assertThat(settings.managerApiPort()).isEqualTo(8080);
        assertThat(settings.managerTunnelPort()).isEqualTo(8081);
        assertThat(settings.healthPort()).isEqualTo(9899);
        assertThat(settings.tokenFile()).isEqualTo(Path.of("/var/run/secrets/intercepts.dev/token"));
        assertThat(settings.limits().headBytes()).isEqualTo(65536);
        assertThat(settings.readyAnyway()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.environments()).isEqualTo(Map.of("app", Map.of(), "debug", Map.of()));
    }

    @Test
    void standsAtEachAddressOfThePod() {
        assertThat(AgentSettings.of(least()).podIps()).containsExactly("10.1.2.3");

        Map<String, String> environment = least();
        environment.put("POD_IPS", "10.1.2.3,fd00::3");
        assertThat(AgentSettings.of(environment).podIps()).containsExactly("10.1.2.3", "fd00::3");
        assertThat(AgentSettings.of(environment).podIp()).isEqualTo("10.1.2.3");
    }

    @Test
    void environmentsOfTheAppsContainers() {
        Map<String, String> environment = least();
        environment.put("INTERCEPTED_CONTAINERS", "first,app");
        environment.put("INTERCEPTED_0_A", "1");
        environment.put("INTERCEPTED_1_A_B", "2");
        environment.put("INTERCEPTED_10_C", "3");
        assertThat(AgentSettings.of(environment).environments())
                .isEqualTo(Map.of("first", Map.of("A", "1"), "app", Map.of("A_B", "2")));
    }

    /** The injector took each for a variable of envFrom; the kubelet left it where there is none of that name. */
    @ParameterizedTest
    @CsvSource({
        "http://$(INTERCEPTED_0_DB_SERVICE_HOST)/, http://10.96.1.1/",
        "$(INTERCEPTED_0_DB_SERVICE_PORT_SQL), 5432",
        "$(INTERCEPTED_0_DB_PORT) $(INTERCEPTED_0_DB_PORT_5432_TCP_ADDR), tcp://10.96.1.1:5432 10.96.1.1",
        "$(INTERCEPTED_0_NOBODY)/$1\\, $(NOBODY)/$1\\",
        "$(INTERCEPTED_0_POD_NAME), $(POD_NAME)",
        "$(INTERCEPTED_0_MANAGER_API_PORT), $(MANAGER_API_PORT)",
        "$(INTERCEPTED_0_OTHER), $(OTHER)",
        "$(INTERCEPTED_1_DB_SERVICE_HOST), $(INTERCEPTED_1_DB_SERVICE_HOST)",
        "$(DB_SERVICE_HOST), $(DB_SERVICE_HOST)",
        "$(INTERCEPTED_0_), $(INTERCEPTED_0_)",
    })
    void whatNoVariableAnswersIsAsTheAppSeesIt(String value, String expected) {
        Map<String, String> environment = least();
        environment.put("INTERCEPTED_CONTAINERS", "app,side");
        environment.put("MANAGER_API_PORT", "8080");
        environment.put("DB_SERVICE_HOST", "10.96.1.1");
        environment.put("DB_SERVICE_PORT_SQL", "5432");
        environment.put("DB_PORT", "tcp://10.96.1.1:5432");
        environment.put("DB_PORT_5432_TCP_ADDR", "10.96.1.1");
        environment.put("INTERCEPTED_1_OTHER", "of another container");
        environment.put("INTERCEPTED_0_A", value);
        assertThat(AgentSettings.of(environment).environments().get("app")).isEqualTo(Map.of("A", expected));
    }

    @ParameterizedTest
    @CsvSource({
        "POD_NAME, '', POD_NAME is not set",
        "AGENT_CONFIG, {}, property namespace is missing",
        "MANAGER_API_PORT, 70000, 'MANAGER_API_PORT: 70000 (expected: 0-65535)'",
        "AGENT_HEALTH_PORT, x, 'AGENT_HEALTH_PORT: x (expected: 0-65535)'",
        "AGENT_MAX_HEAD_BYTES, 10, 'AGENT_MAX_HEAD_BYTES: 10 (expected: 1024-1048576)'",
        "AGENT_READY_AFTER, 10s, 'AGENT_READY_AFTER: 10s (expected: ISO 8601, such as PT10S)'",
    })
    void whatIsWrongIsNamed(String name, String value, String message) {
        Map<String, String> environment = least();
        environment.put(name, value);
        assertThatThrownBy(() -> AgentSettings.of(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
