package dev.intercepts.agent.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/** HTTP/2 as someone in the middle speaks it, on either side. */
final class Http2Codec extends Http2FrameCodecBuilder {

    /**
     * What a peer may send on a stream before it is passed on. A stream whose reader stalls costs this much at whoever answers, and as
     * much again in what waits to be written: 16 MiB for a connection all of whose streams stall, half of what the agent has
     * (docs/decisions/0282).
     */
    private static final int STREAM_WINDOW = 64 * 1024;

    /** As nginx; RFC 9113 §6.5.2 wants no fewer than 100. */
    private static final int MAX_CONCURRENT_STREAMS = 128;

    private Http2Codec(DefaultHttp2Connection connection, Limits limits) {
        connection(connection);
        Http2Settings settings =
                new Http2Settings().initialWindowSize(STREAM_WINDOW).maxHeaderListSize(limits.headBytes());
        // Where the peer takes fewer streams than before, those on their way wait; who opens them keeps count
        // (Http2Upstream).
        encoderEnforceMaxConcurrentStreams(!connection.isServer());
        initialSettings(
                connection.isServer()
                        ? settings.maxConcurrentStreams(MAX_CONCURRENT_STREAMS)
                        : settings.pushEnabled(false));
        decoupleCloseAndGoAway(true);
        gracefulShutdownTimeoutMillis(0);
        // Callers that cancel many requests are the app's business, as they are without an agent.
        decoderEnforceMaxRstFramesPerWindow(0, 0);
        encoderEnforceMaxRstFramesPerWindow(0, 0);
    }

    /** Adds the codec, and for each stream that the peer opens the handler. */
    static void add(ChannelPipeline pipeline, boolean server, Limits limits, ChannelHandler onStream) {
        DefaultHttp2Connection connection = new DefaultHttp2Connection(server);
        // Refilled as bytes arrive: a stream that nobody reads uses up its own window and never the connection's.
        connection.local().flowController(new DefaultHttp2LocalFlowController(connection, 0.5f, true));
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        pipeline.addLast(new Http2Codec(connection, limits).build(), new Http2MultiplexHandler(onStream));
    }

    /** For the side that opens streams: the peer, to whom push is forbidden, opens none. */
    static ChannelHandler noStreams() {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.close();
            }
        };
    }
}
