package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.http.HeadParser;
import dev.intercepts.cloud.edge.http.HeadReader;
import dev.intercepts.cloud.edge.http.MalformedMessageException;
import dev.intercepts.cloud.edge.http.RequestHead;
import dev.intercepts.tunnel.Streams;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A visitor's connection: reads requests one after the other and gives each to the {@link Reception}. */
final class VisitorConnection extends ChannelInboundHandlerAdapter implements Deadlines.Timed {

    /** Input that waits for its turn beyond this many bytes stops the reading. */
    private static final int MAX_WAITING = 64 * 1024;

    private final EdgeParts parts;
    private final Reception reception;
    private final HeadReader heads;
    private final Sightings sightings;
    private final Outflow outflow = new Outflow();
    private @Nullable String serverName;
    private VisitorPhase phase = VisitorPhase.HEAD;
    private @Nullable Channel channel;
    private @Nullable ByteBuf input;
    private @Nullable Exchange exchange;
    private String address = "";
    private boolean processing;
    private boolean kept;
    private volatile long deadline = Deadlines.NEVER;

    VisitorConnection(EdgeParts parts, Reception reception) {
        this.parts = parts;
        this.reception = reception;
        this.heads = new HeadReader(parts.config().limits().heads().headBytes());
        this.sightings = new Sightings(parts.requests(), parts.clock());
    }

    Channel channel() {
        return Objects.requireNonNull(channel, "used before it was added to a channel");
    }

    /** The host that TLS was set up for, in lower case, or {@code null}. */
    @Nullable
    String serverName() {
        return serverName;
    }

    /** Says which host TLS was set up for, before the first request. */
    VisitorConnection securedFor(@Nullable String host) {
        serverName = host;
        return this;
    }

    /** What the request log is told. */
    Sightings sightings() {
        return sightings;
    }

    /** The visitor's IP address. */
    String address() {
        return address;
    }

    @Override
    public EventLoop eventLoop() {
        return channel().eventLoop();
    }

    /** Runs on the connection's event loop, at once if this is it. */
    void execute(Runnable task) {
        Relocation.run(eventLoop(), task);
    }

    /**
     * Moves the connection to another event loop and goes on there. Called between head and sending only: nothing of the
     * connection runs meanwhile.
     */
    void moveTo(EventLoop loop, Runnable then) {
        Relocation.move(channel(), loop, then);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        if (ctx.channel().remoteAddress() instanceof InetSocketAddress inet) {
            address = inet.getAddress().getHostAddress();
        }
        deadline = parts.deadlines().in(parts.config().times().head().toNanos());
        parts.deadlines().add(this);
        if (!parts.addresses().enter(ctx.channel().remoteAddress())) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        phase = VisitorPhase.CLOSING;
        if (exchange != null) {
            exchange.abandon();
            exchange = null;
        }
        sightings.givenUp();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        parts.addresses().leave(ctx.channel().remoteAddress());
        parts.deadlines().remove(this);
        dropInput();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf piece = (ByteBuf) message;
        if (phase == VisitorPhase.RAW && exchange != null) {
            exchange.rawFromVisitor(piece);
            return;
        }
        if (phase.ended()) {
            piece.release();
            return;
        }
        input = input == null ? piece : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), input, piece);
        process();
        if (input != null && input.readableBytes() > MAX_WAITING) {
            read(false);
        }
    }

    /** Goes on with the input as far as the phase allows. */
    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            while (input != null && input.isReadable() && step(input)) {}
        } catch (MalformedMessageException e) {
            refuse(e);
        } finally {
            processing = false;
        }
        if (input != null && (!input.isReadable() || phase.ended())) {
            dropInput();
        }
    }

    private boolean step(ByteBuf in) throws MalformedMessageException {
        if (phase == VisitorPhase.EXCHANGE && exchange != null && !exchange.requestComplete()) {
            exchange.requestBytes(in);
            if (!exchange.answered()) {
                awaitRest(exchange);
            }
            return false;
        }
        if (phase != VisitorPhase.HEAD) {
            return false;
        }
        boolean fresh = !heads.started();
        byte[] block = heads.read(in);
        if (block.length == 0) {
            if (fresh) {
                deadline = parts.deadlines().in(parts.config().times().head().toNanos());
            }
            return false;
        }
        deadline = Deadlines.NEVER;
        phase = VisitorPhase.PREPARING;
        reception.receive(
                this, HeadParser.request(block, parts.config().limits().heads()));
        return true;
    }

    /** The exchange that answers the current request. */
    void exchange(Exchange started) {
        exchange = started;
    }

    /** The request's head has been sent on. */
    void sent() {
        phase = VisitorPhase.EXCHANGE;
        awaitRest(Objects.requireNonNull(exchange));
        read(true);
        process();
    }

    private void awaitRest(Exchange current) {
        EdgeConfig.Times times = parts.config().times();
        deadline = parts.deadlines().in((current.requestComplete() ? times.answer() : times.body()).toNanos());
    }

    /** The answer has begun: from now on it may take as long as it takes. */
    void answering() {
        deadline = Deadlines.NEVER;
    }

    /** The protocol was switched. */
    void upgraded() {
        phase = VisitorPhase.RAW;
        deadline = Deadlines.NEVER;
        ByteBuf early = input;
        input = null;
        if (early != null && exchange != null) {
            exchange.rawFromVisitor(early);
        }
    }

    /** The answer has been sent in full. */
    void exchanged(boolean close) {
        exchange = null;
        if (close) {
            closeGently();
        } else {
            next();
        }
    }

    private void next() {
        phase = VisitorPhase.HEAD;
        kept = true;
        deadline = parts.deadlines().in(parts.config().times().keepAlive().toNanos());
        read(true);
        process();
    }

    /** Sends an answer of the edge itself. */
    void answer(LocalAnswer answer, RequestHead request, boolean unread) {
        exchange = null;
        sightings.answered(answer.status());
        boolean close = unread || !request.persistent();
        Channel to = channel();
        to.writeAndFlush(answer.encode(to.alloc(), request.head(), close), to.voidPromise());
        exchanged(close);
    }

    private void refuse(MalformedMessageException e) {
        boolean answered = exchange != null && exchange.answered();
        if (exchange != null) {
            exchange.abandon();
            exchange = null;
        }
        Channel to = channel();
        if (answered) {
            Streams.reset(to);
            return;
        }
        Failure failure = Failure.malformed(e.status(), Objects.requireNonNull(e.getMessage()));
        sightings.answered(failure.status());
        LocalAnswer answer = LocalAnswer.failure(failure, null, parts.config().dashboard());
        to.writeAndFlush(answer.encode(to.alloc(), false, true), to.voidPromise());
        closeGently();
    }

    /** Sends what is written, says that no more will come, and waits a little for the visitor to close. */
    void closeGently() {
        phase = VisitorPhase.CLOSING;
        exchange = null;
        EdgeConfig.Times times = parts.config().times();
        deadline = parts.deadlines().in(times.sending().toNanos());
        read(true);
        Streams.shutdownOutput(channel()).addListener(sent -> {
            phase = VisitorPhase.LINGERING;
            deadline = parts.deadlines().in(times.linger().toNanos());
        });
    }

    /** Whether answers that have come in full were still leaving since the last look; time then begins anew. */
    private boolean sending() {
        boolean leaving = phase == VisitorPhase.CLOSING || (phase == VisitorPhase.HEAD && kept && !heads.started());
        if (!leaving || !outflow.moved(Outflow.waiting(channel()))) {
            return false;
        }
        deadline = outflow.limit(parts);
        return true;
    }

    /** Writes without flushing. */
    void write(ByteBuf bytes) {
        Channel to = channel();
        to.write(bytes, to.voidPromise());
    }

    void read(boolean on) {
        if (channel().config().isAutoRead() != on) {
            channel().config().setAutoRead(on);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.visitorWritable(ctx.channel().isWritable());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
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
    public void expired() {
        if (sending()) {
            return;
        }
        deadline = Deadlines.NEVER;
        switch (phase) {
            case HEAD -> {
                if (heads.started()) {
                    refuse(new MalformedMessageException(408, "The rest of the request's head did not come in time."));
                } else {
                    Outflow.giveUp(channel());
                }
            }
            case CLOSING -> Outflow.giveUp(channel());
            case EXCHANGE -> {
                if (exchange != null) {
                    exchange.fail(
                            exchange.requestComplete()
                                    ? Failure.NO_ANSWER
                                    : Failure.malformed(408, "The rest of the request's body did not come in time."));
                }
            }
            case PREPARING, RAW, LINGERING -> channel().close();
        }
    }

    @Override
    public void everySecond() {
        sending();
        if (exchange != null && exchange.aged()) {
            reception.recheck(this, exchange);
        }
    }
}
