package dev.intercepts.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** What a connection's pipeline becomes when the handshake is done. */
final class TunnelPipeline {

    private static final int FLUSHES_AT_MOST = 256;

    private TunnelPipeline() {}

    /**
     * Adds HTTP/2 behind what is there.
     *
     * @param acceptor receives streams where the other side opens them
     * @param onUp told when the peer's SETTINGS have come
     */
    static TunnelConnection install(
            Channel channel,
            Carrier carrier,
            TunnelConnection.Role role,
            StreamAcceptor acceptor,
            Consumer<TunnelConnection> onUp) {
        TunnelConnection tunnel = new TunnelConnection(channel, role, onUp);
        TunnelSettings settings = role.settings();
        Http2FrameCodec codec = TunnelCodec.create(role.opener(), settings);
        ChannelPipeline pipeline = channel.pipeline();
        carrier.install(pipeline, role.dialler());
        // Sockets that were readable in the same turn of the event loop share one flush at the end of that turn.
        pipeline.addLast(new FlushConsolidationHandler(FLUSHES_AT_MOST, true));
        pipeline.addLast(codec);
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.config().setRecvByteBufAllocator(WholeReads.INSTANCE);
                stream.pipeline().addLast(new PendingStream(tunnel, tunnel.streams(), acceptor));
            }
        }));
        pipeline.addLast(new KeepAlive(
                new Liveness(settings.pingInterval(), settings.pingTimeout()),
                ThreadLocalRandom.current(),
                now -> tunnel.streams().sweep(now, settings.streamIdle()),
                tunnel::closeBecause));
        pipeline.addLast(tunnel);
        return tunnel;
    }
}
