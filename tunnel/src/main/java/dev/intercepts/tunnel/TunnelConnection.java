package dev.intercepts.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection, from the end of its handshake on; the last handler of its pipeline. */
final class TunnelConnection extends ChannelInboundHandlerAdapter implements Tunnel {

    private static final Logger LOG = LoggerFactory.getLogger(TunnelConnection.class);

    /** How long a leaving side waits for the replacement at most, where the time limit leaves that much. */
    private static final Duration REPLACEMENT_WAIT = Duration.ofSeconds(5);

    /**
     * What a connection is.
     *
     * @param peer who is at the other end
     * @param opener whether this side opens streams
     * @param dialler whether this side dialled
     * @param settings limits and times
     */
    record Role(Peer peer, boolean opener, boolean dialler, TunnelSettings settings) {}

    private final Channel channel;
    private final Role role;
    private final Consumer<TunnelConnection> onUp;
    private final Http2StreamChannelBootstrap streamBootstrap;
    private final OpenStreams streams;
    private final CompletableFuture<Void> leaving = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private volatile TunnelState state = new TunnelState.Live();
    private boolean up;
    private boolean goAwaySent;
    private boolean goAwayReceived;
    private volatile @Nullable String closeReason;

    /**
     * For a channel whose handshake is done.
     *
     * @param onUp told once when the peer's SETTINGS have come
     */
    TunnelConnection(Channel channel, Role role, Consumer<TunnelConnection> onUp) {
        this.channel = channel;
        this.role = role;
        this.onUp = onUp;
        this.streams = new OpenStreams(this::closeIfFinished);
        this.streamBootstrap =
                new Http2StreamChannelBootstrap(channel).option(ChannelOption.RECVBUF_ALLOCATOR, WholeReads.INSTANCE);
    }

    /** The streams of this connection. */
    OpenStreams streams() {
        return streams;
    }

    @Override
    public EventLoop eventLoop() {
        return channel.eventLoop();
    }

    /** Why it closed, where that is known. */
    @Nullable
    String closeReason() {
        return closeReason;
    }

    @Override
    public Peer peer() {
        return role.peer();
    }

    @Override
    public boolean opensStreams() {
        return role.opener();
    }

    @Override
    public boolean draining() {
        return state.leaving();
    }

    @Override
    public int activeStreams() {
        return streams.count();
    }

    @Override
    public boolean mayOpen() {
        return role.opener() && state.mayOpen();
    }

    /** Completes when either side has announced that it goes away, or the connection is gone. */
    CompletionStage<Void> leaving() {
        return leaving.minimalCompletionStage();
    }

    @Override
    public CompletionStage<Void> closed() {
        return closed.minimalCompletionStage();
    }

    @Override
    public Future<Channel> open(StreamRequest request, ChannelHandler handler) {
        Promise<Channel> promise = channel.eventLoop().newPromise();
        if (channel.eventLoop().inEventLoop()) {
            open(request, handler, promise);
            return promise;
        }
        try {
            channel.eventLoop().execute(() -> open(request, handler, promise));
        } catch (RejectedExecutionException e) {
            promise.tryFailure(noTunnel());
        }
        return promise;
    }

    private void open(StreamRequest request, ChannelHandler handler, Promise<Channel> promise) {
        if (!mayOpen() || !channel.isActive()) {
            promise.tryFailure(noTunnel());
            return;
        }
        StreamOpening opening = new StreamOpening(
                request, handler, promise, streams, role.settings().openTimeout());
        streamBootstrap.handler(opening).open().addListener(opened -> {
            if (!opened.isSuccess()) {
                promise.tryFailure(noTunnel());
            }
        });
    }

    private NoTunnelException noTunnel() {
        return new NoTunnelException(
                role.opener()
                        ? "tunnel to " + role.peer().id() + " takes no new streams: "
                                + state.getClass().getSimpleName()
                        : "streams of the tunnel to " + role.peer().id() + " are opened by the other side");
    }

    @Override
    public CompletionStage<Void> drain(Duration limit) {
        onEventLoop(() -> {
            if (state instanceof TunnelState.Closed) {
                return;
            }
            move(new TunnelState.Event.Leave(limit));
            schedule(limit, () -> closeBecause("drained for " + limit + " without an end"));
        });
        return closed();
    }

    /** Leaves as {@link #drain} does, without a time limit: the peer that asked for it has one. */
    void leave() {
        onEventLoop(() -> move(new TunnelState.Event.Leave(REPLACEMENT_WAIT)));
    }

    @Override
    public void close() {
        closeBecause("closed by this side");
    }

    void closeBecause(String reason) {
        onEventLoop(() -> {
            if (closeReason == null) {
                closeReason = reason;
            }
            channel.close();
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.write(new DefaultHttp2WindowUpdateFrame(TunnelCodec.CONNECTION_WINDOW_INCREMENT));
        ctx.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        switch (msg) {
            case Http2SettingsFrame ignored -> settingsReceived();
            case Http2GoAwayFrame goAway -> goAwayReceived(goAway);
            default -> {}
        }
        ReferenceCountUtil.release(msg);
    }

    private void settingsReceived() {
        if (!up) {
            up = true;
            onUp.accept(this);
        }
    }

    private void goAwayReceived(Http2GoAwayFrame goAway) {
        if (goAway.errorCode() != Http2Error.NO_ERROR.code()) {
            closeBecause("peer ended the connection with " + Http2Error.valueOf(goAway.errorCode()));
            return;
        }
        goAwayReceived = true;
        move(new TunnelState.Event.PeerLeaves());
        closeIfFinished();
    }

    private void move(TunnelState.Event event) {
        TunnelState before = state;
        TunnelState after = before.on(event, role.dialler());
        if (after.equals(before)) {
            return;
        }
        state = after;
        LOG.atDebug()
                .addKeyValue("peer", role.peer().id())
                .addKeyValue("reason", closeReason)
                .log("tunnel {} -> {}", before, after);
        leaving.complete(null);
        switch (after) {
            case TunnelState.Live ignored -> {}
            case TunnelState.Replacing ignored -> awaitReplacement(REPLACEMENT_WAIT);
            case TunnelState.Announced ignored -> {
                sendGoAway();
                awaitReplacement(
                        event instanceof TunnelState.Event.Leave leave
                                ? leave.limit().dividedBy(2)
                                : REPLACEMENT_WAIT);
            }
            case TunnelState.Finishing ignored -> {
                sendGoAway();
                closeIfFinished();
            }
            case TunnelState.Closed ignored -> {}
        }
    }

    private void awaitReplacement(Duration atMost) {
        schedule(
                atMost.compareTo(REPLACEMENT_WAIT) < 0 ? atMost : REPLACEMENT_WAIT,
                () -> move(new TunnelState.Event.ReplacementOverdue()));
    }

    /** Names the highest stream id, so that what is under way is still served (RFC 9113 §6.8). */
    private void sendGoAway() {
        if (!goAwaySent) {
            goAwaySent = true;
            channel.writeAndFlush(
                    new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
        }
    }

    /**
     * The peer's GOAWAY is the last that it sends before it stops opening, and frames keep their order: once it is here, and
     * no stream is, none will come.
     */
    private void closeIfFinished() {
        if (state instanceof TunnelState.Finishing && goAwaySent && goAwayReceived && streams.count() == 0) {
            closeBecause("drained");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (closeReason == null) {
            closeReason = "connection closed by the peer";
        }
        move(new TunnelState.Event.Gone());
        closed.complete(null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        closeBecause(cause.toString());
    }

    private void schedule(Duration delay, Runnable task) {
        Future<?> timer = channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(gone -> timer.cancel(false));
    }

    private void onEventLoop(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            try {
                channel.eventLoop().execute(task);
            } catch (RejectedExecutionException e) {
                LOG.atDebug().setCause(e).log("event loop has ended and the connection with it");
            }
        }
    }

    @Override
    public String toString() {
        return "Tunnel[" + role.peer().id() + ", " + state + ", " + activeStreams() + " streams, " + channel + "]";
    }
}
