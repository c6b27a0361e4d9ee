package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ManifestsDigestTest {

    @ParameterizedTest
    @EnumSource(ManagerScope.class)
    void theBuildHasNotedDownWhatTheseManifestsGive(ManagerScope scope) {
        assertThat(ManifestsDigest.class.getResource("manifests." + scope + ".digest"))
                .isNotNull();
        assertThat(ManifestsDigest.of(scope)).matches("[0-9a-f]{16}").isEqualTo(ManifestsDigest.workedOut(scope));
    }

    @Test
    void scopesInstallDifferentThings() {
        assertThat(ManifestsDigest.of(ManagerScope.cluster)).isNotEqualTo(ManifestsDigest.of(ManagerScope.namespace));
    }
}
