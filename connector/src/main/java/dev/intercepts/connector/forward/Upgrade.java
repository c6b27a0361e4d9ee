package dev.intercepts.connector.forward;

import dev.intercepts.connector.json.Json;
import dev.intercepts.connector.json.JsonException;
import dev.intercepts.connector.kube.KubeFailures;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks the API server for a WebSocket, and puts in its own place what speaks by it. */
final class Upgrade extends SimpleChannelInboundHandler<FullHttpResponse> {

    private static final String SUBPROTOCOL = "v4.channel.k8s.io";
    private static final int MAX_FRAME_BYTES = 16 << 20;
    private static final long CLOSE_MILLIS = 1_000;

    private final WebSocketClientHandshaker handshaker;
    private final Opening opening;
    private final Duration limit;
    private boolean over;

    /**
     * Asks when the connection is there.
     *
     * @param uri of {@code ws} or {@code wss}
     */
    Upgrade(URI uri, Map<String, List<String>> headers, Opening opening, Duration limit) {
        HttpHeaders fields = new DefaultHttpHeaders();
        headers.forEach(fields::add);
        // Netty takes it of the URI's host, which one with an underscore has not.
        fields.set(HttpHeaderNames.HOST, uri.getRawAuthority().replaceFirst(".*@", ""));
        // No Origin: that is what browsers say of themselves.
        this.handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                uri,
                WebSocketVersion.V13,
                SUBPROTOCOL,
                false,
                fields,
                MAX_FRAME_BYTES,
                true,
                false,
                CLOSE_MILLIS,
                false,
                false);
        this.opening = opening;
        this.limit = limit;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        handshaker.handshake(ctx.channel());
        ctx.executor()
                .schedule(
                        () -> fail(ctx, "no answer within " + limit.toSeconds() + " s"),
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS);
        ctx.fireChannelActive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
        if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            fail(ctx, words(response));
            return;
        }
        try {
            handshaker.finishHandshake(ctx.channel(), response);
        } catch (WebSocketHandshakeException e) {
            fail(ctx, String.valueOf(e.getMessage()));
            return;
        }
        over = true;
        ctx.pipeline().addLast(new ForwardedBytes(opening::failed)).remove(this);
        opening.opened(ctx.channel());
    }

    /** The API server's own sentence, where it has one. */
    private static String words(FullHttpResponse response) {
        try {
            if (Json.parse(response.content().toString(StandardCharsets.UTF_8)) instanceof Map<?, ?> status
                    && status.get("message") instanceof String message) {
                return message;
            }
        } catch (JsonException e) {
            // A proxy's page, say.
        }
        return "the API server answered " + response.status();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, "the API server closed the connection");
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, KubeFailures.root(cause));
    }

    private void fail(ChannelHandlerContext ctx, String why) {
        if (!over) {
            over = true;
            opening.failed(why);
            ctx.close();
        }
    }
}
