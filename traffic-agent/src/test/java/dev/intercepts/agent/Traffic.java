package dev.intercepts.agent;

import dev.intercepts.tunnel.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An app and a laptop's service that answer HTTP/1.1 and HTTP/2 with their names, and clients for both. */
final class Traffic implements Closeable {

    /** Length of what {@code /large} is answered with. */
    static final int LARGE_BYTES = 16 * 1024 * 1024;

    private final EventLoops loops = EventLoops.create(1, "traffic-of-test");
    private final Channel app = serve("app");
    private final Channel laptop = serve("laptop");

    int appPort() {
        return ((InetSocketAddress) app.localAddress()).getPort();
    }

    int laptopPort() {
        return ((InetSocketAddress) laptop.localAddress()).getPort();
    }

    /** So many requests on one connection, every other one with {@code x-to: laptop}; the answers' bodies, concatenated. */
    String http1(int port, int requests) throws IOException {
        StringBuilder bodies = new StringBuilder();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            for (int i = 0; i < requests; i++) {
                String request = "POST /" + i + " HTTP/1.1\r\nHost: hello\r\n" + (i % 2 == 1 ? "x-to: laptop\r\n" : "")
                        + "Content-Length: 2\r\n\r\nhi";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                bodies.append(answer(socket.getInputStream())).append(' ');
            }
        }
        return bodies.toString();
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("ended after: " + head);
            }
            head.append((char) c);
        }
        int at = head.indexOf("content-length: ") + 16;
        int length = Integer.parseInt(head.substring(at, head.indexOf("\r", at)));
        return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }

    /** Asks the laptop for {@code /large}, and takes as little of it as the kernel lets it. */
    static Socket stalling(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write("GET /large HTTP/1.1\r\nHost: hello\r\nx-to: laptop\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** So many streams on one connection, one after the other, every other one with {@code x-to: laptop}. */
    void http2(int port, int requests) throws Exception {
        Channel connection = EventLoops.socketOn(loops.group().next())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient().build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), port)
                .sync()
                .channel();
        for (int i = 0; i < requests; i++) {
            CountDownLatch answered = new CountDownLatch(1);
            Channel stream = new Http2StreamChannelBootstrap(connection)
                    .handler(new Answered(answered))
                    .open()
                    .sync()
                    .getNow();
            DefaultHttp2Headers headers = new DefaultHttp2Headers();
            headers.method("POST").scheme("http").authority("hello").path("/");
            if (i % 2 == 1) {
                headers.add("x-to", "laptop");
            }
            stream.write(new DefaultHttp2HeadersFrame(headers));
            stream.writeAndFlush(
                    new DefaultHttp2DataFrame(Unpooled.copiedBuffer("hi", StandardCharsets.US_ASCII), true));
            if (!answered.await(20, TimeUnit.SECONDS)) {
                throw new IOException("no answer on a stream");
            }
        }
        connection.close().sync();
    }

    private Channel serve(String name) {
        return new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverSocketChannel())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        HttpServerCodec codec = new HttpServerCodec();
                        channel.pipeline()
                                .addLast(
                                        new CleartextHttp2ServerUpgradeHandler(
                                                codec,
                                                new HttpServerUpgradeHandler(codec, protocol -> null),
                                                http2(name)),
                                        new HttpObjectAggregator(1 << 20),
                                        new Named(name));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    private static ChannelHandler http2(String name) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().remove(HttpObjectAggregator.class);
                channel.pipeline().remove(Named.class);
                channel.pipeline()
                        .addLast(
                                Http2FrameCodecBuilder.forServer().build(),
                                new Http2MultiplexHandler(new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel stream) {
                                        stream.pipeline().addLast(new Named(name));
                                    }
                                }));
            }
        };
    }

    private static final class Named extends ChannelInboundHandlerAdapter {

        /** What {@code /large} is answered with: more than the kernel keeps for a reader that stalls. */
        private static final ByteBuf LARGE = Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(LARGE_BYTES).writeZero(LARGE_BYTES).asReadOnly());

        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof FullHttpRequest request && request.uri().equals("/large")) {
                DefaultFullHttpResponse answer =
                        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, LARGE.duplicate());
                answer.headers().set("content-length", LARGE_BYTES);
                ctx.writeAndFlush(answer);
            } else if (message instanceof FullHttpRequest) {
                DefaultFullHttpResponse answer = new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.OK,
                        Unpooled.copiedBuffer(name, StandardCharsets.US_ASCII));
                answer.headers().set("content-length", name.length());
                ctx.writeAndFlush(answer);
            } else if (message instanceof Http2DataFrame data && data.isEndStream()) {
                ctx.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200")));
                ctx.writeAndFlush(
                        new DefaultHttp2DataFrame(Unpooled.copiedBuffer(name, StandardCharsets.US_ASCII), true));
            }
            ReferenceCountUtil.release(message);
        }
    }

    private static final class Answered extends ChannelInboundHandlerAdapter {

        private final CountDownLatch answered;

        Answered(CountDownLatch answered) {
            this.answered = answered;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            if (frame instanceof Http2DataFrame data && data.isEndStream()
                    || frame instanceof Http2HeadersFrame headers && headers.isEndStream()) {
                answered.countDown();
            }
            ReferenceCountUtil.release(frame);
        }
    }

    @Override
    public void close() {
        app.close();
        laptop.close();
        loops.group().shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
