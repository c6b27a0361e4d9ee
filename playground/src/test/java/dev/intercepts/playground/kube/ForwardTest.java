package dev.intercepts.playground.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.LocalPortForward;
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

/** Bytes into pods: by the API server's port-forward and by Services. */
class ForwardTest {

    @TempDir
    static Path workDir;

    @SuppressWarnings("NullAway.Init")
    static InMemoryCluster cluster;

    @BeforeAll
    static void start() {
        cluster = InMemoryCluster.start(TestCluster.config(workDir));
        cluster.apply(TestCluster.yaml("""
                apiVersion: v1
                kind: Pod
                metadata: {name: echo, namespace: default, labels: {app: echo}}
                spec:
                  initContainers:
                  - name: redirect
                    image: nowhere
                    command: [sh, -c, "iptables -t nat -A PREROUTING -p tcp --dport 7777 -j REDIRECT --to-ports 7000"]
                  containers:
                  - name: echo
                    image: test-echo
                    readinessProbe: {tcpSocket: {port: 7777}}
                    env: [{name: BIND_HOST, value: 127.0.0.1}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: echo, namespace: default}
                spec:
                  selector: {app: echo}
                  ports:
                  - {name: plain, port: 7000}
                  - {name: redirected, port: 7070, targetPort: 7777}
                """));
        cluster.client().pods().inNamespace("default").withName("echo").waitUntilReady(40, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static LocalPortForward forward(int port) {
        return cluster.client().pods().inNamespace("default").withName("echo").portForward(port);
    }

    private static String ask(Socket socket, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(bytes);
        return new String(socket.getInputStream().readNBytes(bytes.length), StandardCharsets.UTF_8);
    }

    @Test
    void many_connections_are_forwarded_at_once_and_for_long() throws IOException {
        try (LocalPortForward forward = forward(7000)) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), forward.getLocalPort()));
            }
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < sockets.size(); i++) {
                    String text = "connection " + i + " round " + round;
                    assertThat(ask(sockets.get(i), text)).isEqualTo(text);
                }
            }
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void a_port_where_nobody_listens_is_an_error_and_the_end() throws IOException {
        try (LocalPortForward forward = forward(7999);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), forward.getLocalPort())) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            await().until(forward::errorOccurred);
            assertThat(forward.getServerThrowables())
                    .anyMatch(e -> String.valueOf(e.getMessage()).contains("7999"));
        }
    }

    @Test
    void a_service_carries_each_direction_to_its_own_end() throws Exception {
        try (Socket socket = new Socket(cluster.clusterIp("default", "echo").orElseThrow(), 7000)) {
            assertThat(Echoes.unchanged(socket, true)).isTrue();
        }
    }

    @Test
    void a_redirected_port_leads_where_the_init_container_says() throws IOException {
        try (Socket socket = new Socket(cluster.clusterIp("default", "echo").orElseThrow(), 7070)) {
            assertThat(ask(socket, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void a_service_without_ready_pods_refuses() throws IOException {
        cluster.apply(TestCluster.yaml("""
                apiVersion: v1
                kind: Service
                metadata: {name: nobody, namespace: default}
                spec: {selector: {app: nobody}, ports: [{port: 7001}]}
                """));
        String ip = cluster.clusterIp("default", "nobody").orElseThrow();
        await().ignoreExceptions().until(() -> {
            try (Socket socket = new Socket(ip, 7001)) {
                return socket.isConnected();
            }
        });
        try (Socket socket = new Socket(ip, 7001)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> socket.getInputStream().read())
                    .isInstanceOf(IOException.class);
        }
    }
}
