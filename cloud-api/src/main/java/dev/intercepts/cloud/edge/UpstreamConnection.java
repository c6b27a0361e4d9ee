package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.http.BodyDecoder;
import dev.intercepts.cloud.edge.http.Framing;
import dev.intercepts.cloud.edge.http.HeadParser;
import dev.intercepts.cloud.edge.http.HeadReader;
import dev.intercepts.cloud.edge.http.Limits;
import dev.intercepts.cloud.edge.http.MalformedMessageException;
import dev.intercepts.cloud.edge.http.ResponseHead;
import dev.intercepts.tunnel.Streams;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One connection to an ingress, a stream of a tunnel: sends one request at a time and reads its answer. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements Deadlines.Timed {

    private enum State {
        IDLE,
        HEAD,
        BODY,
        RAW,
        ENDED
    }

    private final Route route;
    private final Upstreams pool;
    private final Limits limits;
    private final Deadlines deadlines;
    private final HeadReader heads;
    private State state = State.IDLE;
    private @Nullable Channel channel;
    private @Nullable ByteBuf input;
    private @Nullable Exchange exchange;
    private BodyDecoder body = BodyDecoder.of(Framing.NONE);
    private boolean persistent;
    private boolean used;
    private volatile long deadline = Deadlines.NEVER;

    UpstreamConnection(Route route, Upstreams pool, Limits limits, Deadlines deadlines) {
        this.route = route;
        this.pool = pool;
        this.limits = limits;
        this.deadlines = deadlines;
        this.heads = new HeadReader(limits.headBytes());
    }

    Route route() {
        return route;
    }

    /** Whether a request has been answered on it before, so that the ingress may be about to close it. */
    boolean used() {
        return used;
    }

    boolean alive() {
        return state == State.IDLE && channel().isActive();
    }

    /** Begins an exchange by sending the head of its request. */
    void start(Exchange next, ByteBuf head) {
        deadline = Deadlines.NEVER;
        exchange = next;
        state = State.HEAD;
        write(head);
        flush();
    }

    /** Writes without flushing. */
    void write(ByteBuf bytes) {
        Channel to = channel();
        to.write(bytes, to.voidPromise());
    }

    /** Lets what was written go; the tunnel gathers what many streams flush in one turn of the event loop. */
    void flush() {
        channel().flush();
    }

    boolean writable() {
        return channel().isWritable();
    }

    void read(boolean on) {
        if (channel().config().isAutoRead() != on) {
            channel().config().setAutoRead(on);
        }
    }

    Channel channel() {
        return Objects.requireNonNull(channel, "used before its stream was opened");
    }

    /** Ends it without a further word to the exchange. */
    void close() {
        exchange = null;
        state = State.ENDED;
        channel().close();
    }

    /** Lets it wait for a next request until then. */
    void idleUntil(long limit) {
        used = true;
        read(true);
        deadline = limit;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        deadlines.add(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        deadlines.remove(this);
        dropInput();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf piece = (ByteBuf) message;
        Exchange current = exchange;
        if (current == null) {
            // Bytes nobody asked for: a next request could take them for its answer.
            piece.release();
            close();
        } else if (state == State.RAW) {
            current.rawFromUpstream(piece);
        } else {
            input = input == null ? piece : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), input, piece);
            try {
                parse(input);
            } catch (MalformedMessageException e) {
                broken(Failure.BAD_ANSWER);
            }
            if (input != null && (!input.isReadable() || state == State.ENDED)) {
                dropInput();
            }
        }
    }

    private void parse(ByteBuf in) throws MalformedMessageException {
        while (exchange != null && state != State.RAW && in.isReadable()) {
            if (state == State.HEAD) {
                byte[] block = heads.read(in);
                if (block.length == 0) {
                    return;
                }
                head(exchange, HeadParser.response(block, limits, exchange.toHead()), in);
            } else {
                body.decode(in, exchange::responseBody);
                if (body.finished()) {
                    complete(in);
                }
            }
        }
    }

    private void head(Exchange current, ResponseHead head, ByteBuf in) throws MalformedMessageException {
        if (head.interim()) {
            current.interim(head);
            return;
        }
        persistent = head.persistent();
        if (head.status() == 101) {
            state = State.RAW;
            current.upgraded(head);
            if (in.isReadable() && exchange != null) {
                current.rawFromUpstream(in.readRetainedSlice(in.readableBytes()));
            }
            return;
        }
        state = State.BODY;
        body = BodyDecoder.of(head.framing());
        current.responseHead(head);
        if (exchange != null && body.finished()) {
            complete(in);
        }
    }

    /** The answer is over; what the exchange does next may use this connection again. */
    private void complete(@Nullable ByteBuf rest) {
        Exchange current = exchange;
        exchange = null;
        boolean reusable = persistent && (rest == null || !rest.isReadable());
        state = reusable ? State.IDLE : State.ENDED;
        if (current != null) {
            current.responseEnded(reusable);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.flushVisitor();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.upstreamWritable(ctx.channel().isWritable());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event == SslCloseCompletionEvent.SUCCESS) {
            inputEnded();
        }
        ctx.fireUserEventTriggered(event);
    }

    private void inputEnded() {
        switch (state) {
            case RAW -> {
                if (exchange != null) {
                    exchange.rawEnded();
                }
            }
            case BODY -> {
                if (body.endsWithConnection()) {
                    complete(null);
                } else {
                    broken(Failure.LOST);
                }
            }
            case HEAD -> broken(Failure.LOST);
            case IDLE -> close();
            case ENDED -> {}
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pool.forget(this);
        broken(Failure.LOST);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken(Failure.LOST);
    }

    private void broken(Failure failure) {
        Exchange current = exchange;
        exchange = null;
        boolean unanswered = state == State.HEAD && !heads.started();
        state = State.ENDED;
        if (channel().isOpen()) {
            Streams.reset(channel());
        }
        if (current != null) {
            current.upstreamBroken(failure, unanswered);
        }
    }

    private void dropInput() {
        if (input != null) {
            input.release();
            input = null;
        }
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public EventLoop eventLoop() {
        return channel().eventLoop();
    }

    @Override
    public void expired() {
        if (state == State.IDLE) {
            pool.forget(this);
            close();
        }
    }

    @Override
    public void everySecond() {}
}
