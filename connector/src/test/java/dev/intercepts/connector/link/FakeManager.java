package dev.intercepts.connector.link;

import dev.intercepts.protocol.stream.SessionId;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.tunnel.Authenticator.Verdict;
import dev.intercepts.tunnel.IncomingStream;
import dev.intercepts.tunnel.Peer;
import dev.intercepts.tunnel.StreamRequest;
import dev.intercepts.tunnel.Streams;
import dev.intercepts.tunnel.Tunnel;
import dev.intercepts.tunnel.TunnelListener;
import dev.intercepts.tunnel.TunnelSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/** The Traffic Manager's side of a session's tunnels: real tunnels, on which a test opens streams. */
public final class FakeManager implements AutoCloseable {

    private final TunnelListener listener;
    private final List<Tunnel> towardsLaptop = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ToIntFunction<String> clusterPort;

    /**
     * Starts.
     *
     * @param clusterPort every authority that the laptop asks for leads to this local port
     */
    public FakeManager(int clusterPort) {
        this(authority -> clusterPort);
    }

    /**
     * Starts.
     *
     * @param clusterPort the local port that an authority leads to
     */
    public FakeManager(ToIntFunction<String> clusterPort) {
        this.clusterPort = clusterPort;
        this.listener = TunnelListener.bind(
                new TunnelListener.Config("127.0.0.1", 0, null, TunnelSettings.DEFAULT),
                hello -> CompletableFuture.completedFuture(
                        new Verdict.Accepted(new Peer(SessionId.ofToken(hello.token()), Map.of()))),
                this::onTunnel,
                this::onStream);
    }

    public int port() {
        return listener.address().getPort();
    }

    /** Authorities that the laptop has asked for. */
    public List<String> asked() {
        return asked;
    }

    /** Whether the laptop accepts streams. */
    public boolean laptopIsThere() {
        return !towardsLaptop.isEmpty();
    }

    /** Cuts all tunnels. */
    public void cut() {
        towardsLaptop.forEach(Tunnel::close);
    }

    /** Opens a stream to the laptop, sends a line, and returns what came back until the end of the stream. */
    public String ask(String authority, String intercept, String line) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        StringBuilder text = new StringBuilder();
        ChannelInboundHandlerAdapter reader = new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ByteBuf bytes = (ByteBuf) message;
                text.append(bytes.toString(StandardCharsets.UTF_8));
                bytes.release();
                if (text.indexOf("\n") >= 0) {
                    answer.complete(text.toString());
                    ctx.close();
                }
            }

            @Override
            public void channelInactive(ChannelHandlerContext ctx) {
                answer.complete(text.toString());
            }
        };
        Tunnel tunnel = towardsLaptop.getLast();
        Channel channel = tunnel.open(new StreamRequest(authority, Map.of(StreamHeaders.INTERCEPT, intercept)), reader)
                .get(10, TimeUnit.SECONDS);
        channel.writeAndFlush(Unpooled.copiedBuffer(line, StandardCharsets.UTF_8));
        return answer.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        listener.close();
    }

    private void onTunnel(Tunnel tunnel) {
        if (tunnel.opensStreams()) {
            towardsLaptop.add(tunnel);
            tunnel.closed().whenComplete((closed, failure) -> towardsLaptop.remove(tunnel));
        }
    }

    private void onStream(IncomingStream stream) {
        asked.add(stream.request().authority());
        Streams.dial(
                stream, "127.0.0.1", clusterPort.applyAsInt(stream.request().authority()), "manager");
    }
}
