package dev.intercepts.connector.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.users.LocalUsers;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose connections get to the Traffic Manager through the laptop's port, with real programs of real users. */
class ManagerForwardUsersTest {

    private static final int PORT = 8090;
    private static final int NOBODY = 65_534;

    @TempDir
    Path directory;

    private FakeApiServer server;
    private Cluster cluster;
    private int me;

    @BeforeEach
    void start() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "LEFT OUT: needs Linux");
        me = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        server = new FakeApiServer(null);
        Path kubeconfig = directory.resolve("kubeconfig");
        Files.writeString(kubeconfig, """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: ada}}]
                clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: ada, user: {token: let-me-in}}]
                """.formatted(server.port()));
        cluster = Cluster.open(new ClusterChoice(null, kubeconfig.toString(), null, null));
    }

    @AfterEach
    void stop() {
        if (cluster != null) {
            cluster.close();
            server.close();
        }
    }

    private static String greeting(ManagerForward forward) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", forward.localPort())) {
            return new String(
                    socket.getInputStream().readNBytes(FakeApiServer.GREETING.length()), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void theUsersOwnAreForwarded() throws Exception {
        try (ManagerForward forward = ManagerForward.open(cluster, PORT)) {
            assertThat(greeting(forward)).isEqualTo(FakeApiServer.GREETING);
        }
        assertThat(server.requests).anyMatch(uri -> uri.endsWith("/pods/p/portforward?ports=" + PORT));
    }

    @Test
    void whoIsNotTheUserIsHungUpOnAndTheClusterHearsNothing() throws Exception {
        try (ManagerForward forward = ManagerForward.open(cluster, PORT, LocalUsers.only(me + 1))) {
            assertThat(greeting(forward)).isEmpty();
        }
        assertThat(server.requests).isEmpty();
    }

    @Test
    void anotherUsersProgramIsHungUpOn() throws Exception {
        Assumptions.assumeTrue(
                me == 0 && Files.isExecutable(Path.of("/usr/bin/setpriv")) && Files.isExecutable(Path.of("/bin/bash")),
                "LEFT OUT: needs root, to be somebody else, and bash");

        try (ManagerForward forward = ManagerForward.open(cluster, PORT)) {
            assertThat(greetingAs(NOBODY, forward)).isEmpty();
            assertThat(server.requests).isEmpty();
            assertThat(greetingAs(me, forward)).isEqualTo(FakeApiServer.GREETING);
        }
    }

    private static String greetingAs(int user, ManagerForward forward) throws Exception {
        String script = "exec 3<>/dev/tcp/127.0.0.1/%d; head -c %d <&3"
                .formatted(forward.localPort(), FakeApiServer.GREETING.length());
        Process process = new ProcessBuilder(
                        "setpriv", "--reuid=" + user, "--clear-groups", "timeout", "20", "bash", "-c", script)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        process.waitFor();
        return said;
    }
}
