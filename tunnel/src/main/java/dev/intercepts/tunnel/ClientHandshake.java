package dev.intercepts.tunnel;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.PromiseNotifier;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The dialling side of the handshake: sends the upgrade request, reads the answer, switches to HTTP/2. */
final class ClientHandshake extends ChannelDuplexHandler {

    private static final int MAX_REFUSAL_CHARS = 1024;

    /**
     * What is asked for.
     *
     * @param host for the {@code Host} header
     * @param hello who dials
     * @param carrier what to upgrade to
     * @param peerId what the accepting side is called in messages
     */
    record Request(String host, Hello hello, Carrier carrier, String peerId) {}

    private final Request request;
    private final TunnelSettings settings;
    private final StreamAcceptor acceptor;
    private final Consumer<DialOutcome> onOutcome;

    private final StringBuilder body = new StringBuilder();
    private @Nullable HttpResponse response;
    private @Nullable Future<?> timer;
    private boolean asked;
    private boolean done;

    /**
     * For one connection.
     *
     * @param onOutcome told once
     */
    ClientHandshake(
            Request request, TunnelSettings settings, StreamAcceptor acceptor, Consumer<DialOutcome> onOutcome) {
        this.request = request;
        this.settings = settings;
        this.acceptor = acceptor;
        this.onOutcome = onOutcome;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Duration limit = settings.handshakeTimeout();
        timer = ctx.executor()
                .schedule(
                        () -> fail(ctx, "no tunnel within " + limit.toMillis() + " ms"),
                        limit.toNanos(),
                        TimeUnit.NANOSECONDS);
        ctx.channel().closeFuture().addListener(closed -> fail(ctx, "connection closed during the handshake"));
    }

    /**
     * Hears here why a connection is refused, before it is closed: on a promise of its own, for on the given one Netty has put
     * the closing first, and whoever called may hear of it later.
     */
    @Override
    public void connect(
            ChannelHandlerContext ctx, SocketAddress remote, @Nullable SocketAddress local, ChannelPromise promise) {
        ChannelPromise heard = ctx.newPromise();
        heard.addListener(connected -> {
            if (!connected.isSuccess()) {
                notConnected(connected.cause());
            }
        });
        PromiseNotifier.cascade(heard, promise);
        ctx.connect(remote, local, heard);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        asked = true;
        ctx.writeAndFlush(Handshake.request(request.host(), request.hello(), request.carrier()));
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof HttpResponse head && response == null) {
            response = head;
        }
        if (msg instanceof HttpContent content && body.length() < MAX_REFUSAL_CHARS) {
            body.append(content.content().toString(StandardCharsets.UTF_8));
        }
        boolean last = msg instanceof LastHttpContent;
        ReferenceCountUtil.release(msg);
        if (last && response != null) {
            conclude(ctx, response);
        }
    }

    private void conclude(ChannelHandlerContext ctx, HttpResponse response) {
        switch (Handshake.read(response, request.carrier())) {
            case SWITCHED -> switchOver(ctx);
            case REFUSED ->
                finish(
                        ctx,
                        new DialOutcome.Refused(
                                response.status().code(), body.toString().strip()));
            case FOREIGN ->
                finish(
                        ctx,
                        new DialOutcome.Failed(
                                "answered with " + response.status() + " by something that is no tunnel listener",
                                true));
        }
    }

    private void switchOver(ChannelHandlerContext ctx) {
        HttpClientCodec http = ctx.pipeline().get(HttpClientCodec.class);
        // Its encoder goes before HTTP/2 writes its preface, its decoder after HTTP/2 is there to take what was read
        // too far.
        http.removeOutboundHandler();
        boolean opener = request.hello().direction() == Direction.OPEN;
        TunnelPipeline.install(
                ctx.channel(),
                request.carrier(),
                new TunnelConnection.Role(new Peer(request.peerId(), Map.of()), opener, true, settings),
                acceptor,
                tunnel -> finish(ctx, new DialOutcome.Up(tunnel)));
        ctx.pipeline().remove(this);
        ctx.pipeline().remove(http);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls && !tls.isSuccess()) {
            finish(ctx, new DialOutcome.Failed(DialOutcome.words(tls.cause()), false));
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, DialOutcome.words(cause));
    }

    /** Said also by whoever connects, for what fails before a handler hears of it. */
    void notConnected(Throwable cause) {
        if (!done) {
            done = true;
            onOutcome.accept(new DialOutcome.Failed(DialOutcome.words(cause), false));
        }
    }

    private void fail(ChannelHandlerContext ctx, String reason) {
        // Some proxies drop what they do not know instead of answering.
        finish(ctx, new DialOutcome.Failed(reason, asked && response == null));
    }

    private void finish(ChannelHandlerContext ctx, DialOutcome outcome) {
        if (done) {
            return;
        }
        done = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (!(outcome instanceof DialOutcome.Up)) {
            ctx.channel().close();
        }
        onOutcome.accept(outcome);
    }
}
