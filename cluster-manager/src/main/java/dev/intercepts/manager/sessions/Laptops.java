package dev.intercepts.manager.sessions;

import dev.intercepts.protocol.intercept.RoutePreference;
import dev.intercepts.tunnel.NoTunnelException;
import dev.intercepts.tunnel.StreamOpener;
import dev.intercepts.tunnel.StreamRefusedException;
import dev.intercepts.tunnel.StreamRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ways to laptops: their own tunnels to this manager first, then the hosted relay. */
public final class Laptops {

    private final Sessions sessions;
    private final Supplier<Optional<StreamOpener>> relay;

    /**
     * Makes them.
     *
     * @param relay the tunnels to the hosted service, while there are any
     */
    public Laptops(Sessions sessions, Supplier<Optional<StreamOpener>> relay) {
        this.sessions = sessions;
        this.relay = relay;
    }

    /** The way to a session as an intercept prefers it; a way that breaks before the laptop answered gives way to the next. */
    public StreamOpener to(String session, RoutePreference route) {
        Stream<Supplier<Optional<? extends StreamOpener>>> ways = switch (route) {
            case DIRECT -> Stream.of(() -> sessions.tunnels(session));
            case RELAY -> Stream.of(relay::get);
            case AUTO -> Stream.of(() -> sessions.tunnels(session), relay::get);
        };
        return new FirstThatWorks("session " + session, ways.toList());
    }

    private record FirstThatWorks(String name, List<Supplier<Optional<? extends StreamOpener>>> ways)
            implements StreamOpener {

        @Override
        public Future<Channel> open(StreamRequest request, ChannelHandler handler) {
            return opened(request, handler, null);
        }

        @Override
        public Future<Channel> open(StreamRequest request, ChannelHandler handler, EventLoop preferred) {
            return opened(request, handler, preferred);
        }

        private Future<Channel> opened(StreamRequest request, ChannelHandler handler, @Nullable EventLoop preferred) {
            Promise<Channel> promise = (preferred == null ? ImmediateEventExecutor.INSTANCE : preferred).newPromise();
            Iterator<? extends StreamOpener> openers =
                    ways.stream().flatMap(way -> way.get().stream()).toList().iterator();
            attempt(openers, request, handler, preferred, promise);
            return promise;
        }

        private void attempt(
                Iterator<? extends StreamOpener> openers,
                StreamRequest request,
                ChannelHandler handler,
                @Nullable EventLoop preferred,
                Promise<Channel> promise) {
            if (!openers.hasNext()) {
                promise.tryFailure(new NoTunnelException("no way to " + name));
                return;
            }
            StreamOpener opener = openers.next();
            Future<Channel> opening =
                    preferred == null ? opener.open(request, handler) : opener.open(request, handler, preferred);
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
                } else if (openers.hasNext() && !(opening.cause() instanceof StreamRefusedException)) {
                    attempt(openers, request, handler, preferred, promise);
                } else {
                    promise.tryFailure(opening.cause());
                }
            });
        }
    }
}
