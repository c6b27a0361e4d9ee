package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.FailureException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {

    private static final String GOOD = """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:6443"}}]
            users: [{name: u, user: {token: t}}]
            contexts: [{name: k, context: {cluster: c, user: u}}, {name: other, context: {cluster: gone, user: u}}]
            current-context: k
            """;

    @TempDir
    Path directory;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static Cluster open(String kubeconfig, String context) {
        return Cluster.open(new ClusterChoice(context.isEmpty() ? null : context, kubeconfig, null, null));
    }

    /** The second as kubectl leaves a file when the last context was deleted. */
    @ParameterizedTest
    @ValueSource(strings = {"", "contexts: null\nclusters: null\nusers: null\ncurrent-context: ''\n"})
    void anEmptyFileAmongOthersMeansNothing(String content) throws IOException {
        Path empty = file("empty", content);
        Path good = file("good", GOOD);
        try (Cluster cluster = open(empty + File.pathSeparator + good, "")) {
            assertThat(cluster.context()).isEqualTo("k");
            assertThat(cluster.server()).isEqualTo("https://127.0.0.1:6443");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://127.0.0.1:6443 | 127.0.0.1 | 6443",
                "HTTPS://k8s.example | k8s.example | 443",
                "https://k8s.example: | k8s.example | 443",
                "http://my_cluster:8001/prefix | my_cluster | 8001",
                "https://[::1]:6443 | ::1 | 6443",
                "10.0.0.1:6443 | 10.0.0.1 | 6443",
            })
    void whereTheServerIs(String server, String host, int port) throws IOException {
        Path file = file("config", GOOD.replace("https://127.0.0.1:6443", server));
        try (Cluster cluster = open(file.toString(), "")) {
            assertThat(cluster.access().host()).isEqualTo(host);
            assertThat(cluster.access().port()).isEqualTo(port);
            assertThat(cluster.access().headers().get()).containsEntry("Authorization", List.of("Bearer t"));
        }
    }

    @Test
    void aProxyWithItsLogin() throws IOException {
        Path file = file("config", GOOD.replace("6443\"", "6443\", proxy-url: \"socks5://ada:secret@127.0.0.1:1080\""));
        try (Cluster cluster = open(file.toString(), "")) {
            assertThat(cluster.access().proxy())
                    .isEqualTo(new ServerAccess.Proxy(
                            ServerAccess.ProxyKind.SOCKS5, "127.0.0.1", 1080, new ServerAccess.Login("ada", "secret")));
            assertThat(cluster.access().proxy()).asString().doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                   | kubeconfig: FILE has no context",
                "hello              | kubeconfig: FILE is none",
                "[1, 2]             | kubeconfig: FILE is none",
                "clusters: [        | kubeconfig: FILE is none: while parsing a flow node",
                "kind: Config       | kubeconfig: FILE has no context",
                "contexts: null | kubeconfig: FILE has no context",
            })
    void whatIsNoKubeconfigIsSaid(@Nullable String content, String said) throws IOException {
        Path file = file("config", content == null ? "" : content);
        assertThatThrownBy(() -> open(file.toString(), ""))
                .isInstanceOf(FailureException.class)
                .hasMessageStartingWith(said.replace("FILE", file.toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "k | k | nope | context: nope is not there (expected: one of [k, other])",
                "current-context: k | | | context: none is chosen (expected: one of [k, other])",
                "k | k | other | context other is of cluster gone, which is not there",
                "server: \"https://127.0.0.1:6443\" | insecure-skip-tls-verify: true | | cluster c has the server null (expected: ",
                "127.0.0.1:6443 | 127.0.0.1:6443:2 | | cluster c has the server https://127.0.0.1:6443:2 (expected: ",
                "https://127 | ftp://127 | | cluster c has the server ftp://127.0.0.1:6443 (expected: ",
                "6443\" | 6443\", certificate-authority: /nope.pem | | /nope.pem is not there",
            })
    void whatDoesNotFitIsSaid(String from, @Nullable String to, @Nullable String context, String said)
            throws IOException {
        String content = GOOD.replace(from, to == null ? "" : to);
        Path file = file("config", content);
        assertThatThrownBy(() -> open(file.toString(), context == null ? "" : context))
                .isInstanceOf(FailureException.class)
                .hasMessageStartingWith("kubeconfig: " + said);
    }
}
