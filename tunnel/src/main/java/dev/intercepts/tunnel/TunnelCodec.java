package dev.intercepts.tunnel;

import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/** The HTTP/2 codec as a tunnel needs it, in either role on either end of the connection. */
final class TunnelCodec extends Http2FrameCodecBuilder {

    /** Larger frames mean fewer of them; this is as much as one read of a socket brings. */
    static final int MAX_FRAME_SIZE = 64 * 1024;

    /**
     * What the connection's window is raised by at the start. The window refills itself, so this bounds only how much may be
     * under way between two reads, not memory.
     */
    static final int CONNECTION_WINDOW_INCREMENT = 16 * 1024 * 1024;

    private static final float WINDOW_UPDATE_RATIO = 0.5f;

    private TunnelCodec(DefaultHttp2Connection connection) {
        connection(connection);
    }

    /**
     * A codec for one connection.
     *
     * @param opener whether this side opens streams, that is, is the HTTP/2 client
     */
    static Http2FrameCodec create(boolean opener, TunnelSettings settings) {
        DefaultHttp2Connection connection = new DefaultHttp2Connection(!opener);
        // Refilled as bytes arrive: a stream that nobody reads uses up its own window and never the connection's.
        connection.local().flowController(new DefaultHttp2LocalFlowController(connection, WINDOW_UPDATE_RATIO, true));
        // All streams are equal, which is cheaper than the weighted default.
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));

        TunnelCodec builder = new TunnelCodec(connection);
        builder.initialSettings(initialSettings(opener, settings));
        builder.decoupleCloseAndGoAway(true);
        builder.gracefulShutdownTimeoutMillis(0);
        // The peer is authenticated. Limits meant for strangers would let some hundred cancelled browser requests end
        // the
        // connection of everybody else.
        builder.decoderEnforceMaxRstFramesPerWindow(0, 0);
        builder.encoderEnforceMaxRstFramesPerWindow(0, 0);
        builder.encoderEnforceMaxQueuedControlFrames(0);
        builder.decoderEnforceMaxConsecutiveEmptyDataFrames(0);
        return builder.build();
    }

    /** All that matters is said; the defaults of libraries differ. */
    private static Http2Settings initialSettings(boolean opener, TunnelSettings settings) {
        Http2Settings initial = new Http2Settings()
                .initialWindowSize(settings.streamWindow())
                .maxFrameSize(MAX_FRAME_SIZE)
                .maxHeaderListSize(settings.maxHeaderListSize())
                .maxConcurrentStreams(opener ? 0 : settings.maxConcurrentStreams());
        return opener ? initial.pushEnabled(false) : initial;
    }
}
