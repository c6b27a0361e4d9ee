package dev.intercepts.tunnel;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.function.Predicate;

/** What is done with the channels of streams. */
public final class Streams {

    private static final AttributeKey<Boolean> OUTPUT_SHUTDOWN = AttributeKey.valueOf(Streams.class, "outputShutdown");

    private Streams() {}

    /** Half-closes: no more bytes will follow from this side. Works for stream channels and for sockets. */
    public static ChannelFuture shutdownOutput(Channel channel) {
        channel.attr(OUTPUT_SHUTDOWN).set(true);
        if (channel instanceof Http2StreamChannel) {
            return channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
        }
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            // What is written and not flushed would come after close_notify, so never.
            channel.flush();
            return tls.closeOutbound();
        }
        ChannelPromise done = channel.newPromise();
        // A socket drops what is not written yet when its output is shut; so that goes first.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput(done).addListener(shut -> closeIfEnded(channel));
            } else {
                channel.close(done);
            }
        });
        return done;
    }

    /** Whether {@link #shutdownOutput} was called. */
    static boolean isOutputShutdown(Channel channel) {
        return channel.hasAttr(OUTPUT_SHUTDOWN);
    }

    /** Closes a socket that has ended both ways; a stream does so by itself. */
    static void closeIfEnded(Channel channel) {
        if (channel instanceof DuplexChannel duplex && duplex.isInputShutdown() && duplex.isOutputShutdown()) {
            channel.close();
        }
    }

    /** Ends a stream (or a socket) with an error that the peer sees as such: RST_STREAM, or RST of TCP. */
    public static ChannelFuture reset(Channel channel) {
        if (channel instanceof Http2StreamChannel) {
            // CONNECT_ERROR is what RFC 9113 §8.5 has for a connection that broke.
            return channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CONNECT_ERROR))
                    .addListener(ChannelFutureListener.CLOSE);
        }
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
        // Without TLS's close_notify, which would make what was cut off look complete.
        return tls == null ? channel.close() : tls.close();
    }

    /**
     * A handler that passes all bytes, half-closes, resets and back-pressure on to {@code other}; put one into each of two
     * channels (streams or sockets, on the same event loop or not) to join them. Bytes are flushed when a read completes.
     */
    public static ChannelHandler spliceTo(Channel other) {
        return new Splice(other);
    }

    /**
     * Answers an incoming stream by dialling a TCP target from its event loop and joining the two; refuses with the
     * reason where that fails.
     *
     * @param hop what {@code intercepts-hop} of a refusal says
     */
    public static void dial(IncomingStream stream, String host, int port, String hop) {
        dial(stream, host, port, hop, address -> true);
    }

    /**
     * As {@link #dial(IncomingStream, String, int, String)}, where not every address may be reached: refused as
     * {@code not-allowed} where one of those that the host has may not.
     *
     * @param allowed asked about each address of the host once it is resolved, on the tunnel's event loop; must not block
     */
    public static void dial(
            IncomingStream stream, String host, int port, String hop, Predicate<InetSocketAddress> allowed) {
        new TargetDial(stream, host, port, hop, allowed).start();
    }

    /**
     * Opens a stream for a socket that was accepted, and joins the two. Until the stream is answered the socket is not read;
     * if it closes meanwhile, the stream is given up.
     *
     * @param socket with nothing in its pipeline that reads bytes; call on its event loop
     * @return completes with the stream; where it fails, the socket is still open and as it was, and the caller says so to
     *     whoever is there, or calls {@link #reset}
     */
    public static Future<Channel> connect(Channel socket, StreamOpener to, StreamRequest request) {
        Splice splice = new Splice();
        socket.pipeline().addLast(splice);
        Future<Channel> opening = to.open(request, spliceTo(socket), socket.eventLoop());
        socket.closeFuture().addListener(closed -> opening.cancel(false));
        opening.addListener(opened -> socket.eventLoop().execute(() -> {
            if (opened.isSuccess()) {
                splice.join(opening.getNow());
            } else if (socket.isOpen()) {
                socket.pipeline().remove(splice);
            }
        }));
        return opening;
    }

    /** Answers an incoming stream by opening another and joining the two; a refusal is passed on as it is. */
    public static void forward(IncomingStream stream, StreamOpener to, StreamRequest request, String hop) {
        Splice splice = new Splice();
        to.open(request, splice, stream.eventLoop()).addListener((Future<Channel> opened) -> {
            if (!opened.isSuccess()) {
                stream.refuse(refusal(opened.cause(), hop));
                return;
            }
            Channel outgoing = opened.getNow();
            Channel incoming = stream.accept(spliceTo(outgoing));
            outgoing.eventLoop().execute(() -> splice.join(incoming));
        });
    }

    private static StreamRefusal refusal(Throwable cause, String hop) {
        return switch (cause) {
            case StreamRefusedException refused -> Refusals.at(hop, refused.refusal());
            case NoTunnelException ignored -> Refusals.noTunnel(hop);
            default -> Refusals.connectFailed(hop);
        };
    }
}
