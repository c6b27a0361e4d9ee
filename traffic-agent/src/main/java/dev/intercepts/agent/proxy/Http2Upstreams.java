package dev.intercepts.agent.proxy;

import dev.intercepts.agent.routes.Destination;
import dev.intercepts.protocol.match.RequestHead;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client's HTTP/2 connections to one destination. There the client would learn how many streams a connection takes, and open
 * another where it needs more (RFC 9113 §5.1.2); here it has one connection for all destinations, so the others are opened for it.
 * Everything happens on the client's event loop.
 */
final class Http2Upstreams {

    /** Streams that these do not take wait for others to end: each connection is one in the app's backlog. */
    static final int MOST_CONNECTIONS = 8;

    /** A stream that is to be opened where there is room. */
    private record Wish(RequestHead asker, ChannelHandler handler, Promise<Channel> opened) {}

    private final Destination destination;
    private final Dialer dialer;
    private final Limits limits;
    private final EventLoop loop;
    private final List<Http2Upstream> connections = new ArrayList<>(1);
    private final Deque<Wish> waiting = new ArrayDeque<>(1);
    private boolean stale;
    private boolean closed;

    Http2Upstreams(Destination destination, Dialer dialer, Limits limits, EventLoop loop) {
        this.destination = destination;
        this.dialer = dialer;
        this.limits = limits;
        this.loop = loop;
    }

    /**
     * Opens a stream as soon as there is room for one.
     *
     * @param asker the request
     * @param handler of the stream
     * @return told on the client's event loop; never, where the client goes before
     */
    Future<Channel> open(RequestHead asker, ChannelHandler handler) {
        Promise<Channel> opened = loop.newPromise();
        waiting.add(new Wish(asker, handler, opened));
        advance();
        return opened;
    }

    /** No route leads here any more: what is open or waits may end, and then the connections do. */
    void closeWhenIdle() {
        stale = true;
        advance();
    }

    /** Closes at once. */
    void close() {
        closed = true;
        List.copyOf(connections).forEach(Http2Upstream::close);
        waiting.clear();
    }

    private void advance() {
        connections.removeIf(connection -> !connection.usable());
        while (!closed && !waiting.isEmpty()) {
            // Taken out first: dialling can fail at once, and then tells all who still wait.
            Wish next = waiting.remove();
            Http2Upstream free = free(next.asker());
            if (free == null) {
                waiting.addFirst(next);
                return;
            }
            free.open(next.handler(), next.opened());
        }
        if (stale && waiting.isEmpty()) {
            List.copyOf(connections).forEach(Http2Upstream::closeWhenIdle);
        }
    }

    private @Nullable Http2Upstream free(RequestHead asker) {
        boolean mayHaveRoom = false;
        for (Http2Upstream connection : connections) {
            if (connection.room()) {
                return connection;
            }
            mayHaveRoom |= !connection.told();
        }
        return mayHaveRoom || connections.size() == MOST_CONNECTIONS ? null : dial(asker);
    }

    private Http2Upstream dial(RequestHead asker) {
        Http2Upstream connection = new Http2Upstream(limits, this::changed);
        Future<Channel> dialling = connection.dial(dialer, destination, asker, loop);
        connections.add(connection);
        dialling.addListener(dialled -> {
            if (!dialled.isSuccess()) {
                inLoop(() -> notDialled(dialled.cause()));
            }
        });
        return connection;
    }

    /** Who waited for this connection alone is told with the one that asked for it: no dialling for each in turn. */
    private void notDialled(Throwable cause) {
        connections.removeIf(connection -> !connection.usable());
        if (!connections.isEmpty()) {
            advance();
            return;
        }
        List<Wish> failed = List.copyOf(waiting);
        waiting.clear();
        failed.forEach(wish -> wish.opened().tryFailure(cause));
    }

    /** A stream has ended, or a connection has, or it has told how many streams it takes. */
    private void changed() {
        inLoop(this::advance);
    }

    private void inLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
