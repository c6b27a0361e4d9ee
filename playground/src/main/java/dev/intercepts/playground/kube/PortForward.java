package dev.intercepts.playground.kube;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;
import reactor.netty.tcp.TcpClient;

/**
 * {@code pods/NAME/portforward} over a WebSocket with {@code v4.channel.k8s.io}: each message begins with the number of its
 * channel, 0 for data and 1 for errors; each channel begins with the port as two bytes, the low one first. One WebSocket
 * carries one connection, as fabric8's client asks for it. Each side is read only as fast as the other one takes it.
 */
final class PortForward {

    private static final Logger LOG = LoggerFactory.getLogger(PortForward.class);
    private static final String SUBPROTOCOLS = "v4.channel.k8s.io,portforward.k8s.io";
    private static final int MAX_FRAME_BYTES = 16 << 20;
    private static final byte DATA = 0;
    private static final byte ERROR = 1;

    private PortForward() {}

    /** Upgrades and forwards until either side ends. */
    static Publisher<Void> forward(HttpServerResponse response, String podIp, int port) {
        WebsocketServerSpec spec = WebsocketServerSpec.builder()
                .protocols(SUBPROTOCOLS)
                .maxFramePayloadLength(MAX_FRAME_BYTES)
                .build();
        return response.sendWebsocket(
                (in, out) -> connect(podIp, port)
                        .flatMap(pod -> pipe(in, out, pod, port))
                        .onErrorResume(java.net.ConnectException.class, e -> refuse(out, port, e)),
                spec);
    }

    private static Mono<? extends Connection> connect(String podIp, int port) {
        return TcpClient.newConnection()
                .host(podIp)
                .port(port)
                .option(ChannelOption.TCP_NODELAY, true)
                .connect();
    }

    private static Mono<Void> pipe(WebsocketInbound in, WebsocketOutbound out, Connection pod, int port) {
        Flux<WebSocketFrame> fromPod = pod.inbound().receive().retain().map(bytes -> message(DATA, bytes));
        Flux<ByteBuf> fromClient = in.aggregateFrames(MAX_FRAME_BYTES)
                .receiveFrames()
                .filter(frame ->
                        frame.content().readableBytes() > 1 && frame.content().getByte(0) == DATA)
                .map(frame -> frame.content().skipBytes(1).retain());
        Mono<Void> down = out.sendObject(Flux.concat(prefaces(port), fromPod), ignored -> true)
                .then();
        Mono<Void> up = pod.outbound().send(fromClient, ignored -> true).then();
        return Mono.firstWithSignal(down, up)
                .onErrorResume(e -> {
                    LOG.atDebug().addKeyValue("port", port).setCause(e).log("forwarded connection broke");
                    return Mono.empty();
                })
                .doFinally(ignored -> pod.dispose());
    }

    private static Mono<Void> refuse(WebsocketOutbound out, int port, Exception e) {
        byte[] why = ("error forwarding port " + port + ": " + e.getMessage()).getBytes(StandardCharsets.UTF_8);
        Flux<WebSocketFrame> error = Flux.just(message(ERROR, Unpooled.wrappedBuffer(why)));
        return out.sendObject(Flux.concat(prefaces(port), error)).then();
    }

    private static Flux<WebSocketFrame> prefaces(int port) {
        return Flux.just(DATA, ERROR)
                .map(channel -> message(channel, Unpooled.buffer(2).writeShortLE(port)));
    }

    private static WebSocketFrame message(byte channel, ByteBuf bytes) {
        return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(new byte[] {channel}), bytes));
    }
}
