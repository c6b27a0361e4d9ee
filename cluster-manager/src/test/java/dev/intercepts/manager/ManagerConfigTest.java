package dev.intercepts.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.manager.injection.ImagePull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagerConfigTest {

    @Test
    void needsAnImageOnly() {
        assertThat(ManagerConfig.of(Map.of("AGENT_IMAGE", "agent:1")))
                .isEqualTo(new ManagerConfig(
                        "intercepts",
                        "traffic-manager",
                        "0.0.0.0",
                        "127.0.0.1",
                        "agent:1",
                        "agent:1",
                        ImagePull.DEFAULT,
                        null,
                        new ManagerConfig.Ports(8080, 8081, 8082, 8083, 8084, 8443),
                        Duration.ofSeconds(5),
                        Duration.ofHours(24),
                        Duration.ofSeconds(5),
                        false));
    }

    @Test
    void takesThePullSecretsAsAList() {
        assertThat(ManagerConfig.of(Map.of(
                                "AGENT_IMAGE", "agent:1",
                                "AGENT_IMAGE_PULL_POLICY", "Always",
                                "AGENT_IMAGE_PULL_SECRETS", "one, two,"))
                        .pull())
                .isEqualTo(new ImagePull("Always", List.of("one", "two")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AGENT_IMAGE| |AGENT_IMAGE: missing (expected: the image of the Traffic Agent)",
                "AGENT_IMAGE_PULL_POLICY|always|AGENT_IMAGE_PULL_POLICY: always (expected: Always, IfNotPresent or Never)",
                "AGENT_LOG_LEVEL|DEBUG|AGENT_LOG_LEVEL: DEBUG (expected: trace, debug, info, warn or error)",
                "HEALTH_PORT|70000|HEALTH_PORT: 70000 (expected: 0-65535)",
                "HEALTH_PORT|http|HEALTH_PORT: http (expected: 0-65535)",
                "LEASE_DURATION|PT1.5S|LEASE_DURATION: PT1.5S (expected: whole seconds, at least PT1S)",
                "LEASE_DURATION|PT0S|LEASE_DURATION: PT0S (expected: whole seconds, at least PT1S)",
                "MANAGER_SCOPE|all|MANAGER_SCOPE: all (expected: cluster or namespace)",
                "SESSION_GRACE|5s|SESSION_GRACE: 5s (expected: ISO 8601 as in PT5S)",
            })
    void namesWhatIsWrong(String name, String value, String message) {
        Map<String, String> environment = new java.util.HashMap<>(Map.of("AGENT_IMAGE", "agent:1"));
        environment.put(name, value == null ? "" : value);

        assertThatThrownBy(() -> ManagerConfig.of(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
