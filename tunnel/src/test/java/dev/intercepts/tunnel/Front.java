package dev.intercepts.tunnel;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** A TCP port whose connections each become a stream to one target, as an edge would do it. */
final class Front implements AutoCloseable {

    private final Channel port;

    Front(StreamOpener opener, String authority) {
        EventLoops loops = EventLoops.shared();
        port = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverSocketChannel())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel socket) {
                        StreamRequest request = new StreamRequest(authority, Map.of());
                        Streams.connect(socket, opener, request).addListener(opened -> {
                            if (!opened.isSuccess()) {
                                Streams.reset(socket);
                            }
                        });
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) port.localAddress()).getPort();
    }

    @Override
    public void close() {
        port.close();
    }
}
