package dev.intercepts.agent.proxy;

import dev.intercepts.tunnel.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One end of an HTTP/2 connection in a test, by prior knowledge; streams are played by hand. */
final class Http2Peer {

    private final BlockingQueue<Stream> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> goAways = new LinkedBlockingQueue<>();
    private Channel channel;

    private Http2Peer() {
        channel = new io.netty.channel.embedded.EmbeddedChannel();
    }

    static Http2Peer client(InetSocketAddress address, EventLoops loops) {
        Http2Peer peer = new Http2Peer();
        peer.channel = EventLoops.socketOn(loops.group().next())
                .handler(peer.connection(false, Http2Peer::agentsCodec))
                .connect(address)
                .syncUninterruptibly()
                .channel();
        return peer;
    }

    static Http2Peer server(EventLoops loops) {
        return server(loops, Http2Peer::agentsCodec);
    }

    /** Lets so many streams be open on a connection at a time. */
    static Http2Peer server(EventLoops loops, int mostStreams) {
        return server(
                loops,
                (pipeline, server, onStream) -> pipeline.addLast(
                        Http2FrameCodecBuilder.forServer()
                                .initialSettings(new Http2Settings().maxConcurrentStreams(mostStreams))
                                .build(),
                        new Http2MultiplexHandler(onStream)));
    }

    private static Http2Peer server(EventLoops loops, Codec codec) {
        Http2Peer peer = new Http2Peer();
        peer.channel = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverSocketChannel())
                .childHandler(peer.connection(true, codec))
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
        return peer;
    }

    /** Adds HTTP/2 to a pipeline. */
    @FunctionalInterface
    private interface Codec {
        void add(ChannelPipeline pipeline, boolean server, ChannelHandler onStream);
    }

    /** A stream that a test does not read holds no other one back. */
    private static void agentsCodec(ChannelPipeline pipeline, boolean server, ChannelHandler onStream) {
        Http2Codec.add(pipeline, server, Limits.DEFAULT, onStream);
    }

    private ChannelHandler connection(boolean server, Codec codec) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel connection) {
                codec.add(connection.pipeline(), server, new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Stream stream = new Stream(channel);
                        channel.pipeline().addLast(stream.handler());
                        streams.add(stream);
                    }
                });
                connection.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object frame) {
                        if (frame instanceof Http2GoAwayFrame) {
                            goAways.add(true);
                        }
                        ReferenceCountUtil.release(frame);
                    }
                });
            }
        };
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Opens a stream. */
    Stream open() {
        BlockingQueue<Stream> opened = new LinkedBlockingQueue<>();
        new Http2StreamChannelBootstrap(channel)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        Stream own = new Stream(stream);
                        stream.pipeline().addLast(own.handler());
                        opened.add(own);
                    }
                })
                .open()
                .syncUninterruptibly();
        return opened.remove();
    }

    /** The next stream that the other side opens. */
    Stream next() throws Exception {
        return taken(streams.poll(10, TimeUnit.SECONDS), "no stream came");
    }

    void awaitGoAway() throws Exception {
        taken(goAways.poll(10, TimeUnit.SECONDS), "no GOAWAY came");
    }

    boolean wasAskedToGo() {
        return !goAways.isEmpty();
    }

    Channel channel() {
        return channel;
    }

    void close() {
        channel.close().syncUninterruptibly();
    }

    private static <T> T taken(@org.jspecify.annotations.Nullable T value, String otherwise) throws IOException {
        if (value == null) {
            throw new IOException(otherwise);
        }
        return value;
    }

    /** A stream: what arrives is told as one text, such as {@code :status=200 | data(hi) | end}. */
    static final class Stream {

        private final Channel channel;
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        private Stream(Channel channel) {
            this.channel = channel;
        }

        Stream headers(boolean end, String... namesAndValues) {
            Http2Headers headers = new DefaultHttp2Headers();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                headers.add(namesAndValues[i], namesAndValues[i + 1]);
            }
            channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, end));
            return this;
        }

        Stream data(String text, boolean end) {
            channel.writeAndFlush(
                    new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1), end));
            return this;
        }

        Stream reset(Http2Error error) {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(error));
            return this;
        }

        Channel channel() {
            return channel;
        }

        /** The next thing that came. */
        String next() throws Exception {
            return taken(events.poll(10, TimeUnit.SECONDS), "nothing came");
        }

        /** Data up to so many bytes, however it was cut. */
        String data(int count) throws Exception {
            StringBuilder text = new StringBuilder();
            while (text.length() < count) {
                String event = next();
                text.append(event, event.indexOf('(') + 1, event.lastIndexOf(')'));
            }
            return text.toString();
        }

        private ChannelHandler handler() {
            return new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object frame) {
                    switch (frame) {
                        case Http2HeadersFrame headers -> {
                            StringBuilder text = new StringBuilder("headers");
                            headers.headers()
                                    .forEach(header -> text.append(' ')
                                            .append(header.getKey())
                                            .append('=')
                                            .append(header.getValue()));
                            events.add(text + (headers.isEndStream() ? " end" : ""));
                        }
                        case Http2DataFrame data ->
                            events.add("data(" + data.content().toString(StandardCharsets.ISO_8859_1) + ")"
                                    + (data.isEndStream() ? " end" : ""));
                        default -> events.add(frame.toString());
                    }
                    ReferenceCountUtil.release(frame);
                }

                @Override
                public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                    if (event instanceof Http2ResetFrame reset) {
                        events.add("reset " + Http2Error.valueOf(reset.errorCode()));
                    }
                }
            };
        }
    }
}
