package dev.intercepts.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dials the target of an incoming stream, one of its addresses after the other, and joins the two. */
final class TargetDial {

    private static final Logger LOG = LoggerFactory.getLogger(TargetDial.class);

    /** Shorter than the opener's own time limit, so that it learns the reason. */
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    private final IncomingStream stream;
    private final String host;
    private final int port;
    private final String hop;
    private final Predicate<InetSocketAddress> allowed;

    TargetDial(IncomingStream stream, String host, int port, String hop, Predicate<InetSocketAddress> allowed) {
        this.stream = stream;
        this.host = Names.withoutBrackets(host);
        this.port = port;
        this.hop = hop;
        this.allowed = allowed;
    }

    void start() {
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            try {
                connectTo(InetAddress.getByAddress(host, NetUtil.createByteArrayFromIpAddressString(host)));
            } catch (UnknownHostException e) {
                failed(e);
            }
            return;
        }
        Thread.ofVirtual().name("tunnel-resolve").start(() -> {
            try {
                InetAddress[] addresses = Names.resolve(host);
                stream.eventLoop().execute(() -> connectTo(addresses));
            } catch (IOException e) {
                failed(e);
            }
        });
    }

    /** What is asked about is what is dialled: a name could lead elsewhere when it is resolved once more. */
    private void connectTo(InetAddress... addresses) {
        if (Arrays.stream(addresses).allMatch(address -> allowed.test(new InetSocketAddress(address, port)))) {
            connect(addresses, 0);
        } else {
            LOG.atInfo()
                    .addKeyValue("target", host + ":" + port)
                    .addKeyValue("peer", stream.peer().id())
                    .log("target may not be reached");
            stream.refuse(Refusals.notAllowed(hop));
        }
    }

    private void connect(InetAddress[] addresses, int index) {
        EventLoops.socketOn(stream.eventLoop())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new InetSocketAddress(addresses[index], port))
                .addListener((io.netty.channel.ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        join(connected.channel());
                    } else if (index + 1 < addresses.length) {
                        connect(addresses, index + 1);
                    } else {
                        failed(connected.cause());
                    }
                });
    }

    private void join(Channel socket) {
        Channel accepted = stream.accept(Streams.spliceTo(socket));
        socket.pipeline().addLast(Streams.spliceTo(accepted));
        socket.config().setAutoRead(true);
    }

    private void failed(Throwable cause) {
        LOG.atDebug()
                .setCause(cause)
                .addKeyValue("target", host + ":" + port)
                .addKeyValue("peer", stream.peer().id())
                .log("target cannot be dialled");
        stream.refuse(cause instanceof ConnectTimeoutException ? Refusals.timeout(hop) : Refusals.connectFailed(hop));
    }
}
