package dev.intercepts.connector.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.intercepts.connector.proxy.ClusterHosts;
import dev.intercepts.connector.proxy.ClusterProxy;
import dev.intercepts.protocol.intercept.LocalTarget;
import dev.intercepts.protocol.stream.SessionId;
import dev.intercepts.testing.NoLeaks;
import dev.intercepts.tunnel.TunnelSettings;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A laptop's tunnels to a manager, the streams that come, and the proxy that goes the other way. */
@ExtendWith(NoLeaks.class)
class LinksTest {

    private static final String TOKEN = "a-session-token";
    private static final String SESSION = SessionId.ofToken(TOKEN);

    private final Map<String, LocalTarget> targets = new ConcurrentHashMap<>();
    private final LaptopTargets laptop = new LaptopTargets() {
        @Override
        public Optional<LocalTarget> target(String key) {
            return Optional.ofNullable(targets.get(key));
        }

        @Override
        public boolean reachesIngress(String key, String authority) {
            return key.equals("default/hello") && authority.equals("ingress.web:80");
        }
    };
    private EchoServer local;
    private EchoServer inCluster;
    private FakeManager manager;
    private ManagerLink link;

    @BeforeEach
    void start() throws Exception {
        local = new EchoServer("laptop: ");
        inCluster = new EchoServer("cluster: ");
        manager = new FakeManager(inCluster.port());
        link = ManagerLink.start(
                manager.port(), TOKEN, LaptopStreams.fromManager(SESSION, laptop), TunnelSettings.DEFAULT);
        assertThat(link.awaitUp(10_000)).isTrue();
        await().until(manager::laptopIsThere);
    }

    @AfterEach
    void stop() throws Exception {
        link.close();
        manager.close();
        local.close();
        inCluster.close();
    }

    @Test
    void aStreamEndsAtItsInterceptsTargetWhateverPortItNames() throws Exception {
        targets.put("default/hello", new LocalTarget("127.0.0.1", local.port()));

        assertThat(manager.ask(SESSION + ".session:1", "default/hello", "hi\n")).isEqualTo("laptop: hi\n");
    }

    @Test
    void aStreamForWhatIsNotInterceptedHereIsRefused() {
        targets.put("default/hello", new LocalTarget("127.0.0.1", local.port()));

        assertThatThrownBy(() -> manager.ask(SESSION + ".session:" + local.port(), "default/other", "hi\n"))
                .hasMessageContaining("404")
                .hasMessageContaining("connector");
        assertThatThrownBy(() -> manager.ask("127.0.0.1:" + local.port(), "default/hello", "hi\n"))
                .hasMessageContaining("404");
    }

    @Test
    void aLocalPortThatNobodyListensOnIsTheLaptopsFault() {
        targets.put("default/hello", new LocalTarget("127.0.0.1", 1));

        assertThatThrownBy(() -> manager.ask(SESSION + ".session:1", "default/hello", "hi\n"))
                .hasMessageContaining("502")
                .hasMessageContaining("laptop");
    }

    @Test
    void cutTunnelsComeBack() throws Exception {
        targets.put("default/hello", new LocalTarget("127.0.0.1", local.port()));

        manager.cut();

        await().until(() -> {
            try {
                return manager.ask(SESSION + ".session:1", "default/hello", "again\n")
                        .equals("laptop: again\n");
            } catch (Exception e) {
                return false;
            }
        });
    }

    @Test
    void fromTheCloudAnIngressIsReachedThroughTheManager() throws Exception {
        try (EchoServer unused = new EchoServer("");
                FakeManager cloud = new FakeManager(unused.port())) {
            SwitchableOpener cluster = new SwitchableOpener();
            cluster.use(link.cluster());
            RelayLink relay = RelayLink.start(
                    java.net.URI.create("http://127.0.0.1:" + cloud.port()),
                    TOKEN,
                    () -> TOKEN,
                    LaptopStreams.fromCloud(SESSION, laptop, cluster),
                    TunnelSettings.DEFAULT);
            await().until(cloud::laptopIsThere);

            assertThat(cloud.ask("ingress.web:80", "default/hello", "hi\n")).isEqualTo("cluster: hi\n");
            assertThat(manager.asked()).containsExactly("ingress.web:80");
            assertThatThrownBy(() -> cloud.ask("secrets.web:80", "default/hello", "hi\n"))
                    .hasMessageContaining("403");
            relay.close();
        }
    }

    @Test
    void socksLeadsIntoTheCluster() throws Exception {
        try (ClusterProxy proxy = proxy();
                Socket socket = connect(proxy)) {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            // Byte by byte, as a network may deliver it.
            for (int b : new int[] {5, 1, 0}) {
                out.write(b);
                out.flush();
            }
            assertThat(in.readNBytes(2)).containsExactly(5, 0);
            out.write(new byte[] {5, 1, 0, 3, 5});
            out.write("hello".getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[] {0, 80});
            assertThat(in.readNBytes(10)).startsWith(5, 0);
            out.write("hi\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readNBytes(12)).asString().isEqualTo("cluster: hi\n");
        }
        assertThat(manager.asked()).containsExactly("hello.shop:80");
    }

    @Test
    void httpConnectLeadsIntoTheCluster() throws Exception {
        try (ClusterProxy proxy = proxy();
                Socket socket = connect(proxy)) {
            // The first bytes for the target come with the head.
            socket.getOutputStream()
                    .write("CONNECT db.data:5432 HTTP/1.1\r\nHost: db.data:5432\r\n\r\nhi\n"
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("HTTP/1.1 200");
            assertThat(in.readLine()).isEmpty();
            assertThat(in.readLine()).isEqualTo("cluster: hi");
        }
        assertThat(manager.asked()).containsExactly("db.data:5432");
    }

    @Test
    void aPageInABrowserGetsNothing() throws Exception {
        try (ClusterProxy proxy = proxy();
                Socket socket = connect(proxy)) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: hello\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 400");
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertThat(answer).contains("Content-Length: " + body.length() + "\r\n");
        }
        assertThat(manager.asked()).isEmpty();
    }

    @Test
    void withoutATunnelTheProxySaysSo() throws Exception {
        SwitchableOpener none = new SwitchableOpener();
        try (ClusterProxy proxy = ClusterProxy.start(none, host -> host, Set.of(), 0);
                Socket socket = connect(proxy)) {
            socket.getOutputStream()
                    .write("GET http://hello/ HTTP/1.1\r\nHost: hello\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 503").contains("hello:80", "not connected to a cluster");
        }
    }

    @Test
    void thePortOfLastTimeIsTakenWhereItIsFree() throws Exception {
        int port;
        try (ClusterProxy proxy = proxy()) {
            port = proxy.port();
            try (ClusterProxy other = ClusterProxy.start(link.cluster(), host -> host, Set.of(), port)) {
                assertThat(other.port()).isNotEqualTo(port);
            }
        }
        try (ClusterProxy again = ClusterProxy.start(link.cluster(), host -> host, Set.of(), port)) {
            assertThat(again.port()).isEqualTo(port);
        }
    }

    private ClusterProxy proxy() throws Exception {
        return ClusterProxy.start(link.cluster(), host -> ClusterHosts.resolve(host, "shop"), Set.of(), 0);
    }

    private static Socket connect(ClusterProxy proxy) throws Exception {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", proxy.port()));
        socket.setSoTimeout(10_000);
        return socket;
    }
}
