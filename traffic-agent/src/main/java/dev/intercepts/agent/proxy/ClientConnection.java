package dev.intercepts.agent.proxy;

import dev.intercepts.agent.routes.Destination;
import dev.intercepts.agent.routes.PortRoutes;
import dev.intercepts.protocol.match.RequestHead;
import dev.intercepts.tunnel.Streams;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection and what was opened for it. It hands events to the {@link Stage} it is in, and gives the stages the
 * means to act. Everything happens on the client's event loop.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements AgentPort.Connection {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private final AgentPort port;
    private final List<Upstream> upstreams = new ArrayList<>(2);
    private @Nullable Channel channel;
    private Stage stage = Over.OVER;

    ClientConnection(AgentPort port) {
        this.port = port;
    }

    // What happens

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        port.arrived(this);
        become(new Arrival(this));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        stage.clientBytes((ByteBuf) message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            stage.clientEnd();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        stage.clientWritable();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        port.left(this);
        if (stage.busy()) {
            upstreams.forEach(Upstream::reset);
        }
        over();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A connection that the client reset comes by here too; with half-closure allowed, Netty does not close it
        // itself.
        if (!(cause instanceof IOException)) {
            LOG.atError()
                    .addKeyValue("port", port.containerPort())
                    .setCause(cause)
                    .log("a client's connection failed");
        }
        ctx.close();
    }

    @Override
    public void reconsider() {
        eventLoop().execute(() -> stage.reconsider());
    }

    /** Whether the agent is going away, so that what is idle ends. */
    boolean draining() {
        return port.draining();
    }

    @Override
    public void kill() {
        channel().close();
    }

    // What a stage may do

    Stage stage() {
        return stage;
    }

    void become(Stage next) {
        stage = next;
        next.begin();
    }

    EventLoop eventLoop() {
        return channel().eventLoop();
    }

    ByteBufAllocator allocator() {
        return channel().alloc();
    }

    Limits limits() {
        return port.limits();
    }

    PortRoutes routes() {
        return port.routes();
    }

    /** Runs it after that time, unless the connection has come to another stage by then. */
    void later(Duration delay, Stage during, Runnable task) {
        eventLoop()
                .schedule(
                        () -> {
                            if (stage == during) {
                                task.run();
                            }
                        },
                        delay.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    void write(ByteBuf bytes) {
        channel().write(bytes);
    }

    void flush() {
        channel().flush();
    }

    boolean writable() {
        return channel().isWritable();
    }

    void reading(boolean wanted) {
        if (channel().config().isAutoRead() != wanted) {
            channel().config().setAutoRead(wanted);
        }
    }

    void shutdownOutput() {
        flush();
        Streams.shutdownOutput(channel());
    }

    /** Ends the connection in order, after what was written. */
    void close() {
        over();
        channel()
                .writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(ignored -> channel().close());
    }

    /** Ends the connection and all that was opened for it so that everyone sees an error. */
    void reset() {
        upstreams.forEach(Upstream::reset);
        over();
        Streams.reset(channel());
    }

    private void over() {
        Stage last = stage;
        stage = Over.OVER;
        last.release();
        closeUpstreams(null);
    }

    /** The connection to that destination that is there or being dialled; a new one if there is none. */
    Upstream upstream(Destination destination) {
        return upstream(destination, null);
    }

    /** The same, for a request. */
    Upstream upstream(Destination destination, @Nullable RequestHead asker) {
        for (Upstream upstream : upstreams) {
            if (upstream.destination().equals(destination)) {
                return upstream;
            }
        }
        Upstream upstream = new Upstream(this, destination);
        upstreams.add(upstream);
        Future<Channel> dialling = port.dialer().dial(destination, asker, upstream, eventLoop());
        if (dialling.isDone()) {
            // Whoever asks for a connection is done with that before it hears what became of it.
            eventLoop().execute(() -> dialled(upstream, dialling));
        } else {
            dialling.addListener(done -> inLoop(() -> dialled(upstream, dialling)));
        }
        return upstream;
    }

    private void dialled(Upstream upstream, Future<Channel> dialling) {
        if (dialling.isSuccess()) {
            opened(upstream, dialling.getNow());
        } else if (upstreams.remove(upstream)) {
            stage.upstreamFailed(upstream, Objects.requireNonNull(dialling.cause()));
        }
    }

    /** The connection is there. Its first bytes can come over from another event loop before the news does. */
    void opened(Upstream upstream, Channel opened) {
        if (upstream.dialled()) {
            return;
        }
        if (upstreams.contains(upstream)) {
            upstream.opened(opened);
            stage.upstreamOpen(upstream);
        } else {
            opened.close();
        }
    }

    /** Whether this is the client's event loop. */
    boolean here() {
        return eventLoop().inEventLoop();
    }

    /** Runs it on the client's event loop: now, where this is it. */
    void inLoop(Runnable task) {
        if (here()) {
            task.run();
        } else {
            eventLoop().execute(task);
        }
    }

    /** Closes it, and forgets it. */
    void drop(Upstream upstream) {
        if (upstreams.remove(upstream)) {
            upstream.close();
        }
    }

    /** Whether the app container knows of this connection. */
    boolean reachesApp() {
        return upstreams.stream().anyMatch(upstream -> upstream.destination().equals(Destination.APP));
    }

    /** Closes all upstreams but one. */
    void closeUpstreams(@Nullable Upstream except) {
        for (Upstream upstream : List.copyOf(upstreams)) {
            if (upstream != except) {
                drop(upstream);
            }
        }
    }

    /** Closes idle connections to laptops that no route leads to any more. */
    void closeStale(@Nullable Upstream inUse) {
        if (upstreams.size() == 1 && upstreams.getFirst() == inUse) {
            return;
        }
        for (Upstream upstream : List.copyOf(upstreams)) {
            if (upstream != inUse && !routes().leadsTo(upstream.destination())) {
                drop(upstream);
            }
        }
    }

    /** Leaves the connection to HTTP/2, from these bytes on. */
    void handOver(ByteBuf bytes) {
        over();
        ChannelPipeline pipeline = channel().pipeline();
        Http2Server server = new Http2Server(port);
        server.install(pipeline);
        port.handedOver(this, server);
        ChannelHandlerContext here = Objects.requireNonNull(pipeline.context(this));
        reading(true);
        here.fireChannelRead(bytes);
        here.fireChannelReadComplete();
        pipeline.remove(this);
        if (draining()) {
            // Who drained could not ask this one to go: it has only now become one that can be asked.
            server.reconsider();
        }
    }

    /** Adds bytes to those that are held. */
    static ByteBuf append(ByteBufAllocator allocator, @Nullable ByteBuf held, ByteBuf bytes) {
        if (held == null) {
            return bytes;
        }
        return ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, held, bytes);
    }

    private Channel channel() {
        return Objects.requireNonNull(channel);
    }
}
