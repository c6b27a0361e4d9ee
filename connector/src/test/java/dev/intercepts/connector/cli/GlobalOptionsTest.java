package dev.intercepts.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlobalOptionsTest {

    private static final String HERE = Path.of("").toAbsolutePath() + "/";

    private static @Nullable String kubeconfig(@Nullable String flag, @Nullable String variable) {
        GlobalOptions options = new GlobalOptions();
        options.kubeconfig = flag;
        return options.cluster(variable).kubeconfig();
    }

    @Test
    void aKubeconfigIsLookedForWhereTheCommandRunsNotTheDaemon() {
        assertThat(kubeconfig("a.yaml", null)).isEqualTo(HERE + "a.yaml");
        assertThat(kubeconfig(null, "sub/a.yaml")).isEqualTo(HERE + "sub/a.yaml");
        assertThat(kubeconfig("/b", "a.yaml")).isEqualTo("/b");
    }

    @Test
    void eachOfSeveralIs() {
        String both = String.join(File.pathSeparator, "a.yaml", "/b");
        String expected = String.join(File.pathSeparator, HERE + "a.yaml", "/b");

        assertThat(kubeconfig(both, null)).isEqualTo(expected);
        assertThat(kubeconfig(null, File.pathSeparator + both + File.pathSeparator))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ":"})
    void noneIsTheUsualOne(String variable) {
        assertThat(kubeconfig(null, variable)).isNull();
        assertThat(kubeconfig(null, null)).isNull();
    }
}
