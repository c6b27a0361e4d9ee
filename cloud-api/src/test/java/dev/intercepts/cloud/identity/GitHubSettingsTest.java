package dev.intercepts.cloud.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHubSettingsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource({
        "https://github.com,            https://api.github.com",
        "https://github.com/,           https://api.github.com",
        "https://GitHub.com,            https://api.github.com",
        "https://acme.ghe.com,          https://api.acme.ghe.com",
        "https://git.example.com,       https://git.example.com/api/v3",
        "https://git.example.com/,      https://git.example.com/api/v3",
        "http://127.0.0.1:3000,         http://127.0.0.1:3000/api/v3",
        "https://evilgithub.com,        https://evilgithub.com/api/v3"
    })
    void apiIsWhereThatKindOfGitHubHasIt(String base, String api) {
        assertThat(new GitHubSettings(URI.create(base), null, "id", "secret", PATIENCE).api())
                .isEqualTo(URI.create(api));
    }

    @Test
    void apiMayBeGiven() {
        assertThat(new GitHubSettings(
                                URI.create("https://git"), URI.create("https://api.git/v3/"), "id", "secret", PATIENCE)
                        .api())
                .isEqualTo(URI.create("https://api.git/v3"));
    }

    @Test
    void grantsAreAtTheSameGitHub() {
        assertThat(new GitHubSettings(URI.create("https://git.example.com"), null, "id", "secret", PATIENCE)
                        .grantsPage())
                .isEqualTo(URI.create("https://git.example.com/settings/connections/applications/id"));
    }

    @Test
    void nonsenseIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> new GitHubSettings(URI.create("github.com"), null, "id", "secret", PATIENCE))
                .hasMessageContaining("intercepts.github.base-url: github.com (expected: https://");
        assertThatThrownBy(() -> new GitHubSettings(URI.create("https://git.example.com"), null, "", "", PATIENCE))
                .hasMessageContaining("https://git.example.com/settings/developers");
    }
}
