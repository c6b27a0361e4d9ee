package dev.intercepts.playground.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.forward.ManagerForward;
import dev.intercepts.connector.kube.Cluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connector's way to the Traffic Manager's pod, with an echo in its place. */
class ManagerForwardTest {

    private static final int ECHO = 7000;
    private static final int NOBODY = 7999;

    @TempDir
    static Path workDir;

    @SuppressWarnings("NullAway.Init")
    static InMemoryCluster kubernetes;

    @SuppressWarnings("NullAway.Init")
    static Cluster cluster;

    @BeforeAll
    static void start() {
        kubernetes = InMemoryCluster.start(TestCluster.config(workDir));
        kubernetes.apply(TestCluster.yaml("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: intercepts}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: echo, namespace: intercepts, labels: {app.kubernetes.io/name: traffic-manager}}
                spec:
                  containers:
                  - name: echo
                    image: test-echo
                    readinessProbe: {tcpSocket: {port: 7000}}
                    env: [{name: BIND_HOST, value: 127.0.0.1}]
                """));
        kubernetes.client().pods().inNamespace("intercepts").withName("echo").waitUntilReady(40, TimeUnit.SECONDS);
        cluster =
                Cluster.open(new ClusterChoice(null, kubernetes.kubeconfigFile().toString(), null, null));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        kubernetes.close();
    }

    private static Socket socket(ManagerForward forward) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), forward.localPort());
    }

    @Test
    void muchIsForwardedBothWaysUnchanged() throws Exception {
        try (ManagerForward forward = ManagerForward.open(cluster, ECHO);
                Socket socket = socket(forward)) {
            assertThat(Echoes.unchanged(socket, false)).isTrue();
        }
    }

    @Test
    void manyConnectionsAtOnce() throws IOException {
        try (ManagerForward forward = ManagerForward.open(cluster, ECHO)) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                sockets.add(socket(forward));
            }
            for (int round = 0; round < 3; round++) {
                for (Socket socket : sockets) {
                    byte[] sent = (socket.getLocalPort() + " round " + round).getBytes(StandardCharsets.US_ASCII);
                    socket.getOutputStream().write(sent);
                    assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
                }
            }
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void aPortWhereNobodyListensIsSaidAndTheEnd() throws IOException {
        try (ManagerForward forward = ManagerForward.open(cluster, NOBODY);
                Socket socket = socket(forward)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            await().untilAsserted(() -> assertThat(forward.lastFailure()).contains(String.valueOf(NOBODY)));
        }
    }

    @Test
    void whoClosesThePortClosesItsConnections() throws IOException {
        ManagerForward forward = ManagerForward.open(cluster, ECHO);
        try (Socket socket = socket(forward)) {
            socket.getOutputStream().write('a');
            assertThat(socket.getInputStream().read()).isEqualTo('a');
            forward.close();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }
}
