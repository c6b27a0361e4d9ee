package dev.intercepts.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeTest {

    private static final Hello HELLO =
            new Hello("cluster", Direction.OPEN, "secret", "0.1.0", Map.of("intercepts-cluster", "c1"));

    @ParameterizedTest
    @EnumSource
    void whatIsAskedIsUnderstood(Carrier carrier) {
        HttpRequest request = Handshake.request("cloud.example:443", HELLO, carrier);
        assertThat(Handshake.read(request)).isEqualTo(new Handshake.Reading.Understood(HELLO, carrier));
    }

    @Test
    void theRequestIsAsTheProtocolSays() {
        HttpRequest request = Handshake.request("cloud.example:443", HELLO, Carrier.PLAIN);
        assertThat(request.uri()).isEqualTo("/tunnel");
        assertThat(request.headers().get("Upgrade")).isEqualTo("intercepts-tunnel");
        assertThat(request.headers().get("Connection")).isEqualTo("upgrade");
        assertThat(request.headers().get("Authorization")).isEqualTo("Bearer secret");
        assertThat(request.headers().get("Intercepts-Tunnel-Version")).isEqualTo("1.0");
        assertThat(request.headers().get("Intercepts-Kind")).isEqualTo("cluster");
        assertThat(request.headers().get("Intercepts-Direction")).isEqualTo("open");
        assertThat(request.headers().get("Intercepts-Client-Version")).isEqualTo("0.1.0");
        assertThat(request.headers().get("Intercepts-Cluster")).isEqualTo("c1");
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNotUnderstoodIsRefusedWithASentence(Consumer<HttpRequest> change, int status, String message) {
        HttpRequest request = Handshake.request("cloud.example:443", HELLO, Carrier.PLAIN);
        change.accept(request);
        assertThat(Handshake.read(request)).isEqualTo(new Handshake.Reading.NotUnderstood(status, message));
    }

    static Stream<Arguments> whatIsNotUnderstoodIsRefusedWithASentence() {
        return Stream.of(
                refused(request -> request.setUri("/"), 404, "Tunnels are at /tunnel."),
                refused(
                        request -> request.setMethod(HttpMethod.POST),
                        426,
                        "This port takes tunnels only: upgrade to intercepts-tunnel."),
                refused(
                        request -> request.headers().remove("Upgrade"),
                        426,
                        "This port takes tunnels only: upgrade to intercepts-tunnel."),
                refused(
                        request -> request.headers().set("Intercepts-Tunnel-Version", "2.0"),
                        426,
                        "Tunnel version '2.0' is not spoken here (expected: 1.x). Use a matching version of both sides."),
                refused(
                        request -> request.headers().remove("Intercepts-Tunnel-Version"),
                        426,
                        "Tunnel version '' is not spoken here (expected: 1.x). Use a matching version of both sides."),
                refused(request -> request.headers().remove("Authorization"), 401, "A bearer token is needed."),
                refused(
                        request -> request.headers().set("Authorization", "Basic eDp5"),
                        401,
                        "A bearer token is needed."),
                refused(
                        request -> request.headers().set("Intercepts-Direction", "both"),
                        400,
                        "intercepts-direction: 'both' (expected: accept or open)"));
    }

    private static Arguments refused(Consumer<HttpRequest> change, int status, String message) {
        return Arguments.of(change, status, message);
    }

    @Test
    void aLaterMinorVersionIsUnderstood() {
        HttpRequest request = Handshake.request("cloud.example:443", HELLO, Carrier.PLAIN);
        request.headers().set("Intercepts-Tunnel-Version", "1.7");
        assertThat(Handshake.read(request)).isInstanceOf(Handshake.Reading.Understood.class);
    }

    /** The example of RFC 6455 §1.3. */
    @Test
    void aWebSocketIsAnsweredAsRfc6455Says() {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/tunnel");
        request.headers().set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        FullHttpResponse answer = Handshake.switching(request, Carrier.WEBSOCKET);
        assertThat(answer.headers().get("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(answer.headers().get("Sec-WebSocket-Protocol")).isEqualTo("intercepts-tunnel");
        answer.release();
    }

    @Test
    void answersAreToldApart() {
        HttpRequest request = Handshake.request("cloud.example:443", HELLO, Carrier.PLAIN);
        assertThat(Handshake.read(Handshake.switching(request, Carrier.PLAIN), Carrier.PLAIN))
                .isEqualTo(Handshake.Answer.SWITCHED);
        assertThat(Handshake.read(Handshake.refusal(401, "No."), Carrier.PLAIN)).isEqualTo(Handshake.Answer.REFUSED);
        FullHttpResponse proxy = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_GATEWAY, Unpooled.EMPTY_BUFFER);
        assertThat(Handshake.read(proxy, Carrier.PLAIN)).isEqualTo(Handshake.Answer.FOREIGN);
    }

    @Test
    void aHelloInALogHasNoToken() {
        assertThat(HELLO.toString()).doesNotContain("secret");
    }
}
