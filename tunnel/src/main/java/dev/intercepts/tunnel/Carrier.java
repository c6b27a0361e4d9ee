package dev.intercepts.tunnel;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What carries HTTP/2 after the upgrade. */
enum Carrier {
    /** The bare connection. */
    PLAIN(Handshake.PROTOCOL) {
        @Override
        void ask(HttpHeaders headers) {
            headers.set(HttpHeaderNames.UPGRADE, token());
        }

        @Override
        void answer(HttpHeaders request, HttpHeaders answer) {
            answer.set(HttpHeaderNames.UPGRADE, token());
        }

        @Override
        void install(ChannelPipeline pipeline, boolean dialler) {
            // The bytes are as they are.
        }
    },

    /** Binary frames of a WebSocket (RFC 6455), for proxies that allow nothing else. */
    WEBSOCKET(HttpHeaderValues.WEBSOCKET.toString()) {
        @Override
        void ask(HttpHeaders headers) {
            byte[] key = new byte[16];
            ThreadLocalRandom.current().nextBytes(key); // need only differ; RFC 6455 §1.3: no security by it
            headers.set(HttpHeaderNames.UPGRADE, token())
                    .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13")
                    .set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, Handshake.PROTOCOL)
                    .set(HttpHeaderNames.SEC_WEBSOCKET_KEY, Base64.getEncoder().encodeToString(key));
        }

        @Override
        void answer(HttpHeaders request, HttpHeaders answer) {
            answer.set(HttpHeaderNames.UPGRADE, token())
                    .set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, Handshake.PROTOCOL)
                    .set(
                            HttpHeaderNames.SEC_WEBSOCKET_ACCEPT,
                            accept(request.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "")));
        }

        @Override
        void install(ChannelPipeline pipeline, boolean dialler) {
            WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(!dialler)
                    .allowMaskMismatch(false)
                    .maxFramePayloadLength(MAX_WEBSOCKET_FRAME)
                    .build();
            pipeline.addLast(
                    new WebSocket13FrameDecoder(config), new WebSocket13FrameEncoder(dialler), new WebSocketBytes());
        }
    };

    private static final int MAX_WEBSOCKET_FRAME = 1024 * 1024;
    private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final String token;

    Carrier(String token) {
        this.token = token;
    }

    /** What stands in the {@code Upgrade} header. */
    String token() {
        return token;
    }

    /** The other one. */
    Carrier other() {
        return this == PLAIN ? WEBSOCKET : PLAIN;
    }

    /** Adds what a request for this needs. */
    abstract void ask(HttpHeaders headers);

    /** Adds what the 101 for this needs. */
    abstract void answer(HttpHeaders request, HttpHeaders answer);

    /** Adds the handlers between the connection and HTTP/2. */
    abstract void install(ChannelPipeline pipeline, boolean dialler);

    /** What a request asks for, if anything. */
    static @Nullable Carrier asked(HttpHeaders headers) {
        if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
            return null;
        }
        if (headers.containsValue(HttpHeaderNames.UPGRADE, PLAIN.token(), true)) {
            return PLAIN;
        }
        boolean webSocket = headers.containsValue(HttpHeaderNames.UPGRADE, WEBSOCKET.token(), true)
                && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                && headers.containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, Handshake.PROTOCOL, true);
        return webSocket ? WEBSOCKET : null;
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key.trim() + WEBSOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is required of every Java platform", e);
        }
    }
}
