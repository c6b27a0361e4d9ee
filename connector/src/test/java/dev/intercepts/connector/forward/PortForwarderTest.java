package dev.intercepts.connector.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.connector.kube.ServerAccess;
import dev.intercepts.testing.NoLeaks;
import dev.intercepts.tunnel.EventLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class PortForwarderTest {

    private static final EventLoops LOOPS = EventLoops.create(1, "forward-test");
    private static final String END = "end";

    @SuppressWarnings("NullAway.Init")
    private static FakeApiServer plain;

    @SuppressWarnings("NullAway.Init")
    private static FakeApiServer secure;

    @SuppressWarnings("NullAway.Init")
    private static ServerAccess.Tls trusting;

    private final BlockingQueue<String> read = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> errors = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=api.example")
                .addSanDnsName("api.example")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        SslContext tls =
                SslContextBuilder.forServer(certificate.toKeyManagerFactory()).build();
        trusting = new ServerAccess.Tls(certificate.toTrustManagerFactory().getTrustManagers()[0], null);
        plain = new FakeApiServer(null);
        secure = new FakeApiServer(tls);
    }

    @AfterAll
    static void stop() {
        plain.close();
        secure.close();
        LOOPS.group().shutdownGracefully();
    }

    private static ServerAccess access(String token, ServerAccess.@Nullable Proxy proxy) {
        return access("http://127.0.0.1:" + plain.port() + "/", plain, null, "127.0.0.1", true, proxy, token);
    }

    private static ServerAccess secureAccess(ServerAccess.Tls tls, String name, boolean verified) {
        String server = "https://127.0.0.1:" + secure.port() + "/clusters/c1/";
        return access(server, secure, tls, name, verified, null, FakeApiServer.TOKEN);
    }

    private static ServerAccess access(
            String url,
            FakeApiServer server,
            ServerAccess.@Nullable Tls tls,
            String name,
            boolean verified,
            ServerAccess.@Nullable Proxy proxy,
            String token) {
        return new ServerAccess(
                URI.create(url),
                "127.0.0.1",
                server.port(),
                tls,
                name,
                verified,
                proxy,
                () -> Map.of("Authorization", List.of(token)));
    }

    private Channel dial(ServerAccess access, int port) throws Exception {
        CompletableFuture<Channel> dialled = new CompletableFuture<>();
        new PortForwarder(access).dial("ns", "p", port, LOOPS.group().next(), new Opening() {
            @Override
            public void opened(Channel forwarded) {
                forwarded.pipeline().addLast(new Collecting());
                dialled.complete(forwarded);
            }

            @Override
            public void failed(String why) {
                errors.add(why);
                dialled.completeExceptionally(new IOException(why));
            }
        });
        return dialled.get(10, TimeUnit.SECONDS);
    }

    private String read(int length) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(read.poll(10, TimeUnit.SECONDS));
        }
        return text.toString();
    }

    private static void write(Channel channel, String text) {
        channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    @Test
    void whatComesWithTheAnswerIsNotLost() throws Exception {
        Channel channel = dial(access(FakeApiServer.TOKEN, null), 7);
        assertThat(read(FakeApiServer.GREETING.length())).isEqualTo(FakeApiServer.GREETING);
        write(channel, "one");
        assertThat(read(3)).isEqualTo("one");
        assertThat(plain.requests).contains("/api/v1/namespaces/ns/pods/p/portforward?ports=7");
        channel.close().sync();
    }

    @Test
    void overTlsUnderAPath() throws Exception {
        Channel channel = dial(secureAccess(trusting, "api.example", true), 7);
        write(channel, "one");
        assertThat(read(FakeApiServer.GREETING.length() + 3)).isEqualTo(FakeApiServer.GREETING + "one");
        assertThat(secure.requests).contains("/clusters/c1/api/v1/namespaces/ns/pods/p/portforward?ports=7");
        channel.close().sync();
    }

    @Test
    void aServerOfAnotherNameIsNoServer() {
        int before = secure.requests.size();
        assertThatThrownBy(() -> dial(secureAccess(trusting, "127.0.0.1", true), 7))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("No subject alternative names matching IP address 127.0.0.1 found");
        assertThat(secure.requests).as("who got no token").hasSize(before);
    }

    @Test
    void aServerThatNobodyVouchesForIsNoServer() throws Exception {
        assertThatThrownBy(() -> dial(secureAccess(new ServerAccess.Tls(null, null), "api.example", true), 7))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("unable to find valid certification path");
    }

    @Test
    void theNameCountsForNothingWhereTheKubeconfigSaysSo() throws Exception {
        dial(secureAccess(trusting, "127.0.0.1", false), 7).close().sync();
    }

    /** As containers are called; the name is resolved elsewhere. */
    @Test
    void aServerWithAnUnderscore() throws Exception {
        String url = "http://my_cluster:" + plain.port() + "/";
        dial(access(url, plain, null, "my_cluster", true, null, FakeApiServer.TOKEN), 7)
                .close()
                .sync();
    }

    @Test
    void aRefusalIsTheServersOwnSentence() {
        assertThatThrownBy(() -> dial(access("Bearer other", null), 7))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("pods \"p\" is forbidden");
    }

    @Test
    void aPortWhereNobodyListensIsToldAndTheEnd() throws Exception {
        dial(access(FakeApiServer.TOKEN, null), FakeApiServer.CLOSED_PORT);
        assertThat(errors.poll(10, TimeUnit.SECONDS)).isEqualTo("nobody listens");
        assertThat(read.poll(10, TimeUnit.SECONDS)).isEqualTo(END);
    }

    @Test
    void byAProxyThatWantsToKnowWhoAsks() throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> tunnelOne(proxy, heads));
            Channel channel = dial(
                    access(
                            FakeApiServer.TOKEN,
                            new ServerAccess.Proxy(
                                    ServerAccess.ProxyKind.HTTP,
                                    "localhost",
                                    proxy.getLocalPort(),
                                    new ServerAccess.Login("ada", "secret"))),
                    7);
            assertThat(read(FakeApiServer.GREETING.length())).isEqualTo(FakeApiServer.GREETING);
            assertThat(heads.poll(10, TimeUnit.SECONDS))
                    .startsWith("CONNECT 127.0.0.1:" + plain.port())
                    .containsIgnoringCase("proxy-authorization: Basic YWRhOnNlY3JldA==\r\n");
            channel.close().sync();
        }
    }

    /** An HTTP proxy for one connection. */
    private static void tunnelOne(ServerSocket proxy, BlockingQueue<String> heads) {
        try (Socket client = proxy.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), plain.port())) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) client.getInputStream().read());
            }
            heads.add(head.toString());
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread.ofVirtual().start(() -> copy(client, server));
            copy(server, client);
        } catch (IOException e) {
            heads.add(String.valueOf(e.getMessage()));
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either side has closed.
        }
    }

    private final class Collecting extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
            read.add(bytes.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            read.add(END);
        }
    }
}
