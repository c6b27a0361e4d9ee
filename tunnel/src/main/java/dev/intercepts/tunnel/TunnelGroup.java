package dev.intercepts.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The tunnels of one session as one {@link StreamOpener}: each stream is opened on a tunnel that is up and does not drain, on
 * the caller's event loop where there is one there, else in turn. A stream that was not answered when its connection broke is
 * opened again on another one. Safe for use by any thread.
 */
public final class TunnelGroup implements StreamOpener {

    private final String name;
    private final List<Tunnel> tunnels = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * An empty group.
     *
     * @param name what messages call it
     */
    public TunnelGroup(String name) {
        this.name = name;
    }

    /** Adds a tunnel until it is closed. */
    public void add(Tunnel tunnel) {
        tunnels.add(tunnel);
        tunnel.closed().thenRun(() -> tunnels.remove(tunnel));
    }

    /** Those that are not closed. */
    public List<Tunnel> tunnels() {
        return List.copyOf(tunnels);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return tunnels.isEmpty();
    }

    @Override
    public Future<Channel> open(StreamRequest request, ChannelHandler handler) {
        return open(request, handler, null);
    }

    @Override
    public Future<Channel> open(StreamRequest request, ChannelHandler handler, @Nullable EventLoop preferred) {
        Promise<Channel> promise = (preferred == null ? ImmediateEventExecutor.INSTANCE : preferred).newPromise();
        attempt(request, handler, preferred, new HashSet<>(), null, promise);
        return promise;
    }

    private void attempt(
            StreamRequest request,
            ChannelHandler handler,
            @Nullable EventLoop preferred,
            Set<Tunnel> tried,
            @Nullable Throwable lastFailure,
            Promise<Channel> promise) {
        Tunnel tunnel = pick(preferred, tried);
        if (tunnel == null) {
            promise.tryFailure(
                    lastFailure == null ? new NoTunnelException("no tunnel to " + name + " is up") : lastFailure);
            return;
        }
        tried.add(tunnel);
        Future<Channel> opening = tunnel.open(request, handler);
        promise.addListener(done -> {
            if (done.isCancelled()) {
                opening.cancel(false);
            }
        });
        opening.addListener(opened -> {
            if (opening.isSuccess()) {
                if (!promise.trySuccess(opening.getNow())) {
                    opening.getNow().close();
                }
            } else if (unanswered(opening.cause()) && !promise.isDone()) {
                attempt(request, handler, preferred, tried, opening.cause(), promise);
            } else {
                promise.tryFailure(opening.cause());
            }
        });
    }

    /** Whether the peer has surely not begun to serve a stream that failed so, or nobody could tell. */
    private static boolean unanswered(Throwable cause) {
        return switch (cause) {
            case StreamRefusedException ignored -> false;
            case StreamResetException reset -> reset.errorCode() == Http2Error.REFUSED_STREAM.code();
            default -> true;
        };
    }

    private @Nullable Tunnel pick(@Nullable EventLoop preferred, Set<Tunnel> tried) {
        List<Tunnel> candidates = new ArrayList<>();
        List<Tunnel> draining = new ArrayList<>();
        for (Tunnel tunnel : tunnels) {
            if (tunnel.mayOpen() && !tried.contains(tunnel)) {
                if (tunnel.draining()) {
                    draining.add(tunnel);
                } else if (preferred != null && tunnel.eventLoop() == preferred) {
                    return tunnel;
                } else {
                    candidates.add(tunnel);
                }
            }
        }
        List<Tunnel> choice = candidates.isEmpty() ? draining : candidates;
        return choice.isEmpty() ? null : choice.get(Math.floorMod(turn.getAndIncrement(), choice.size()));
    }
}
