package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.InstallOptions;
import dev.intercepts.connector.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstallSettingsTest {

    private static final InstallSettings CHOSEN = new InstallSettings(
            "registry.example.com:5000/team/x", "t1", "Always", List.of("login"), 3, ManagerScope.cluster);

    private static InstallOptions options(String json) {
        return Json.read(json, InstallOptions.class);
    }

    @Test
    void whatWasChosenIsReadBack() {
        assertThat(CHOSEN.toAnnotation())
                .isEqualTo("{\"imagePullPolicy\":\"Always\",\"imagePullSecrets\":[\"login\"],"
                        + "\"registry\":\"registry.example.com:5000/team/x\",\"replicas\":3,\"tag\":\"t1\"}");
        assertThat(InstallSettings.ofAnnotation(CHOSEN.toAnnotation())).isEqualTo(CHOSEN);
        assertThat(InstallSettings.DEFAULTS.toAnnotation()).isEqualTo("{}");
        assertThat(InstallSettings.ofAnnotation("{}")).isEqualTo(InstallSettings.DEFAULTS);
        assertThat(InstallSettings.ofAnnotation(null)).isEqualTo(InstallSettings.DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"replicas\":\"two\"}", "{\"tag\":1}"})
    void whatIsNotUnderstoodIsNotGuessed(String annotation) {
        assertThatThrownBy(() -> InstallSettings.ofAnnotation(annotation)).isInstanceOf(FailureException.class);
    }

    @Test
    void whatIsNotSaidStays() {
        assertThat(CHOSEN.with(InstallOptions.NONE)).isEqualTo(CHOSEN);
        assertThat(CHOSEN.with(options("{\"tag\":\"t2\"}")))
                .isEqualTo(new InstallSettings(
                        CHOSEN.registry(), "t2", "Always", List.of("login"), 3, ManagerScope.cluster));
    }

    @Test
    void everyChoiceCanBeTakenBack() {
        assertThat(CHOSEN.with(options("{\"registry\":\"default\",\"tag\":\"default\",\"imagePullPolicy\":\"default\","
                        + "\"imagePullSecrets\":[\"none\"],\"replicas\":2}")))
                .isEqualTo(InstallSettings.DEFAULTS);
    }

    @Test
    void theTagIsTheVersionUnlessOneWasChosen() {
        assertThat(InstallSettings.DEFAULTS.image("traffic-agent", "1.2.3"))
                .isEqualTo("intercepts/traffic-agent:1.2.3");
        assertThat(CHOSEN.image("traffic-agent", "1.2.3"))
                .isEqualTo("registry.example.com:5000/team/x/traffic-agent:t1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"registry\":\"https://registry\"}|--image-registry: https://registry",
                "{\"registry\":\"registry/Team\"}|--image-registry: registry/Team",
                "{\"registry\":\"registry/\"}|--image-registry: registry/",
                "{\"tag\":\"a:b\"}|--image-tag: a:b",
                "{\"imagePullPolicy\":\"always\"}|--image-pull-policy: always",
                "{\"imagePullSecrets\":[\"Login\"]}|--image-pull-secret: Login",
                "{\"imagePullSecrets\":[\"none\",\"a,b\"]}|--image-pull-secret: a,b",
                "{\"replicas\":0}|--replicas: 0",
                "{\"replicas\":10}|--replicas: 10",
            })
    void whatCannotBeIsSaidBeforeAnythingChanges(String said, String message) {
        assertThatThrownBy(() -> CHOSEN.with(options(said))).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.failure().message()).startsWith(message + " (expected: ");
            assertThat(e.failure().exit()).isEqualTo(Exit.USAGE);
        });
    }
}
