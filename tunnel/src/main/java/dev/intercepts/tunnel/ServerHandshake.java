package dev.intercepts.tunnel;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accepting side of the handshake: reads the upgrade request, has the dialler authenticated, switches to HTTP/2. */
final class ServerHandshake extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ServerHandshake.class);

    /**
     * What all handshakes of a listener share.
     *
     * @param authenticator decides on diallers
     * @param acceptor receives their streams
     * @param draining whether new tunnels are refused
     * @param onUp told of each tunnel that is up
     */
    record Site(
            Authenticator authenticator,
            StreamAcceptor acceptor,
            BooleanSupplier draining,
            Consumer<TunnelConnection> onUp,
            TunnelSettings settings) {}

    private final Site site;
    private @Nullable HttpRequest request;
    private boolean asked;
    private @Nullable Future<?> timer;

    ServerHandshake(Site site) {
        this.site = site;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Duration limit = site.settings().handshakeTimeout();
        timer = ctx.executor().schedule(() -> ctx.channel().close(), limit.toNanos(), TimeUnit.NANOSECONDS);
        ctx.channel().closeFuture().addListener(closed -> cancelTimer());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof HttpRequest head && request == null) {
            request = head;
        }
        if (msg instanceof LastHttpContent && request != null && !asked) {
            asked = true;
            judge(ctx, request);
        }
        ReferenceCountUtil.release(msg);
    }

    private void judge(ChannelHandlerContext ctx, HttpRequest request) {
        switch (Handshake.read(request)) {
            case Handshake.Reading.NotUnderstood(int status, String message) -> refuse(ctx, status, message);
            case Handshake.Reading.Understood(Hello hello, Carrier carrier) -> {
                if (site.draining().getAsBoolean()) {
                    refuse(ctx, 503, "This node is going away; dial again for another.");
                } else {
                    authenticate(ctx, request, hello, carrier);
                }
            }
        }
    }

    private void authenticate(ChannelHandlerContext ctx, HttpRequest request, Hello hello, Carrier carrier) {
        CompletionStage<Authenticator.Verdict> verdict = site.authenticator().authenticate(hello);
        verdict.whenComplete((result, failure) -> {
            if (ctx.executor().inEventLoop()) {
                conclude(ctx, request, hello, carrier, result, failure);
            } else {
                ctx.executor().execute(() -> conclude(ctx, request, hello, carrier, result, failure));
            }
        });
    }

    private void conclude(
            ChannelHandlerContext ctx,
            HttpRequest request,
            Hello hello,
            Carrier carrier,
            Authenticator.@Nullable Verdict verdict,
            @Nullable Throwable failure) {
        if (!ctx.channel().isActive()) {
            return;
        }
        switch (verdict) {
            case Authenticator.Verdict.Accepted(Peer peer) -> accept(ctx, request, hello, carrier, peer);
            case Authenticator.Verdict.Refused(int status, String message) -> {
                LOG.atInfo()
                        .addKeyValue("kind", hello.kind())
                        .addKeyValue("remote", ctx.channel().remoteAddress())
                        .addKeyValue("status", status)
                        .log("tunnel refused: {}", message);
                refuse(ctx, status, message);
            }
            case null -> {
                LOG.atWarn()
                        .setCause(failure)
                        .addKeyValue("kind", hello.kind())
                        .log("tunnel could not be authenticated");
                refuse(ctx, 500, "The token could not be checked.");
            }
        }
    }

    private void accept(ChannelHandlerContext ctx, HttpRequest request, Hello hello, Carrier carrier, Peer peer) {
        ctx.writeAndFlush(Handshake.switching(request, carrier));
        HttpServerCodec http = ctx.pipeline().get(HttpServerCodec.class);
        // Its encoder goes before HTTP/2 writes its preface, its decoder after HTTP/2 is there to take what was read
        // too far.
        http.removeOutboundHandler();
        boolean opener = hello.direction() == Direction.ACCEPT;
        TunnelPipeline.install(
                ctx.channel(),
                carrier,
                new TunnelConnection.Role(peer, opener, false, site.settings()),
                site.acceptor(),
                tunnel -> {
                    cancelTimer();
                    site.onUp().accept(tunnel);
                });
        ctx.pipeline().remove(this);
        ctx.pipeline().remove(http);
    }

    private static void refuse(ChannelHandlerContext ctx, int status, String message) {
        ctx.writeAndFlush(Handshake.refusal(status, message)).addListener(ChannelFutureListener.CLOSE);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.atDebug()
                .setCause(cause)
                .addKeyValue("remote", ctx.channel().remoteAddress())
                .log("handshake failed");
        ctx.close();
    }
}
