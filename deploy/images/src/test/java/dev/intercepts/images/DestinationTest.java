package dev.intercepts.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.images.JibBuild.Destination;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {

    @Test
    void aTarOrTheEngineKeepsTheNamesThatManifestsHave() {
        assertThat(Destination.of("docker").reference("traffic-agent", "1.2").toString())
                .isEqualTo("intercepts/traffic-agent:1.2");
        assertThat(Destination.of("tar:/out")).isEqualTo(new Destination.Tar(Path.of("/out")));
        assertThat(Destination.of("tar:/out")
                        .reference("traffic-manager", "1.2")
                        .toString())
                .isEqualTo("intercepts/traffic-manager:1.2");
    }

    @Test
    void aRegistryHasNamesOfItsOwn() {
        assertThat(Destination.of("registry:registry.example.com:5000/team")
                        .reference("traffic-agent", "1.2")
                        .toString())
                .isEqualTo("registry.example.com:5000/team/traffic-agent:1.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tar", "tar:", "registry:", "podman", "file:/x"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Destination.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: tar:DIRECTORY, docker or registry:PREFIX");
    }

    @Test
    void aTagThatIsNoneIsNamed() {
        assertThatThrownBy(() -> Destination.of("docker").reference("traffic-agent", "a b"))
                .hasMessageContaining("intercepts/traffic-agent:a b");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:5000, true",
        "k3d-registry.localhost:5000, true",
        "127.0.0.1:5000, true",
        "127.0.0.1, true",
        "[::1]:5000, true",
        "127.0.0.1.example.com, false",
        "localhost.example.com:5000, false",
        "registry.example.com, false",
        "registry-1.docker.io, false",
    })
    void onlyARegistryOfThisMachineNeedsNoTls(String registry, boolean here) {
        assertThat(JibBuild.Destination.onLoopback(registry)).isEqualTo(here);
    }
}
