package dev.intercepts.connector.link;

import dev.intercepts.tunnel.NoTunnelException;
import dev.intercepts.tunnel.StreamOpener;
import dev.intercepts.tunnel.StreamRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;

/** A way into the cluster that outlives the connection behind it: while there is none, streams are refused. */
public final class SwitchableOpener implements StreamOpener {

    private volatile @Nullable StreamOpener current;

    /** Sets the connection; {@code null} for none. */
    public void use(@Nullable StreamOpener opener) {
        current = opener;
    }

    @Override
    public Future<Channel> open(StreamRequest request, ChannelHandler handler) {
        StreamOpener opener = current;
        return opener == null ? none() : opener.open(request, handler);
    }

    @Override
    public Future<Channel> open(StreamRequest request, ChannelHandler handler, EventLoop preferred) {
        StreamOpener opener = current;
        return opener == null ? none() : opener.open(request, handler, preferred);
    }

    private static Future<Channel> none() {
        return GlobalEventExecutor.INSTANCE.newFailedFuture(new NoTunnelException("not connected to a cluster"));
    }
}
