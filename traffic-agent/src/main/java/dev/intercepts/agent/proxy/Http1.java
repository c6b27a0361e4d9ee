package dev.intercepts.agent.proxy;

import dev.intercepts.agent.message.BadMessageException;
import dev.intercepts.agent.message.HeadScanner;
import dev.intercepts.agent.message.Http2Offer;
import dev.intercepts.agent.message.RequestHead;
import dev.intercepts.agent.routes.Destination;
import dev.intercepts.protocol.stream.Hop;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1: one exchange after the other, each decided on its own. Heads are read and bodies measured, but bytes are passed
 * on as they came. Where no request is told apart on the port, what is not understood is passed on too and the connection
 * is joined; else it is refused.
 */
final class Http1 implements Stage {

    private final ClientConnection client;
    private @Nullable ByteBuf held;
    private HeadScanner scanner;
    private @Nullable Exchange exchange;
    private @Nullable Upstream last;
    private boolean clientEnded;
    private boolean advancing;
    private boolean headBegun;
    private int heads;
    private int headsAtLastLook;

    Http1(ClientConnection client, @Nullable ByteBuf held) {
        this.client = client;
        this.held = held;
        this.scanner = new HeadScanner(client.limits().headBytes());
    }

    @Override
    public void begin() {
        client.later(client.limits().idleTime(), this, this::lookForIdleness);
        advance();
    }

    /** While the app knows of the connection, its own limit counts; else nobody would ever close it. */
    private void lookForIdleness() {
        if (exchange == null && heads == headsAtLastLook && !client.reachesApp()) {
            client.close();
        } else {
            headsAtLastLook = heads;
            client.later(client.limits().idleTime(), this, this::lookForIdleness);
        }
    }

    // The client's side

    @Override
    public void clientBytes(ByteBuf bytes) {
        held = ClientConnection.append(client.allocator(), held, bytes);
        advance();
    }

    @Override
    public void clientEnd() {
        clientEnded = true;
        advance();
    }

    /** Goes on as far as what has arrived allows. */
    private void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            while (here() && step()) {
                // each step takes something away from what is held
            }
        } catch (BadMessageException e) {
            misunderstood(e);
        } finally {
            advancing = false;
        }
        if (here()) {
            settle();
        }
    }

    private boolean here() {
        return client.stage() == this;
    }

    private boolean step() {
        Exchange current = exchange;
        if (current == null) {
            return beginExchange();
        }
        ByteBuf bytes = held;
        if (!current.sent() || current.requestDone() || bytes == null) {
            return false;
        }
        current.sendBody(bytes);
        dropIfRead(bytes);
        return current.requestDone() && completed(current);
    }

    private void dropIfRead(ByteBuf bytes) {
        if (!bytes.isReadable()) {
            bytes.release();
            held = null;
        }
    }

    private boolean beginExchange() {
        ByteBuf bytes = held;
        if (bytes != null) {
            skipEmptyLines(bytes);
            dropIfRead(bytes);
        }
        int length = held == null ? -1 : scanner.length(held);
        if (held == null || length < 0) {
            if (clientEnded) {
                client.close();
            } else if (held != null && !headBegun) {
                headBegun = true;
                int head = heads;
                client.later(client.limits().headTime(), this, () -> headTimeout(head));
            }
            return false;
        }
        byte[] bytesOfHead = HeadScanner.bytes(held, length);
        RequestHead head = RequestHead.parse(bytesOfHead);
        // Before anything is taken of what is held: what fails here leaves nothing that nobody releases.
        Upstream upstream = client.upstream(client.routes().decide(head), head);
        ByteBuf headBytes = held.readRetainedSlice(length);
        if (head.offersHttp2()) {
            headBytes.release();
            headBytes = Http2Offer.without(bytesOfHead, client.allocator());
        }
        dropIfRead(held);
        heads++;
        headBegun = false;
        scanner = new HeadScanner(client.limits().headBytes());
        client.closeStale(upstream);
        start(new Exchange(head, headBytes, upstream, client.limits().headBytes()));
        return true;
    }

    /** RFC 9112 §2.2: empty lines before a request are passed over. */
    private void skipEmptyLines(ByteBuf bytes) {
        while (!headBegun
                && bytes.readableBytes() >= 2
                && bytes.getByte(bytes.readerIndex()) == '\r'
                && bytes.getByte(bytes.readerIndex() + 1) == '\n') {
            bytes.skipBytes(2);
        }
    }

    private void start(Exchange next) {
        exchange = next;
        if (next.upstream().open()) {
            next.send();
        }
    }

    /** After each change: bytes on their way, the end passed on, and reading as far as there is room. */
    private void settle() {
        Exchange current = exchange;
        if (current == null) {
            client.reading(true);
            return;
        }
        Upstream upstream = current.upstream();
        if (current.sent()) {
            if (clientEnded && held == null) {
                current.passEnd();
            } else {
                upstream.flush();
            }
        }
        boolean room = held == null || held.readableBytes() < client.limits().heldBytes();
        client.reading((current.sent() && !current.requestDone()) ? upstream.writable() : room);
        upstream.reading(client.writable());
    }

    private void headTimeout(int head) {
        if (headBegun && head == heads) {
            misunderstood(new BadMessageException(408, "The head of the request did not arrive in time."));
        }
    }

    private void misunderstood(BadMessageException e) {
        Exchange current = exchange;
        if (!client.routes().perRequest()) {
            join(current == null ? client.upstream(client.routes().whole()) : current.upstream());
        } else if (current != null && current.begun()) {
            client.reset();
        } else {
            fail(new Answer(e.status(), Hop.AGENT.token(), String.valueOf(e.getMessage())));
        }
    }

    /** Passes everything on from here, beginning with what was not passed on yet. */
    private void join(Upstream upstream) {
        ByteBuf rest = exchange == null ? null : exchange.unread();
        ByteBuf bytes = held;
        held = null;
        release();
        if (rest != null) {
            client.write(rest);
            client.flush();
        }
        client.become(new Joined(client, upstream, bytes, clientEnded));
    }

    private void fail(Answer answer) {
        Exchange failed = exchange;
        boolean head = failed != null && failed.head().method().equals("HEAD");
        if (failed != null) {
            failed.upstream().reset();
        }
        release();
        client.write(answer.http1(!head));
        client.become(new Lingering(client));
    }

    // The answer's side

    @Override
    public void upstreamOpen(Upstream upstream) {
        Exchange current = exchange;
        if (current != null && current.upstream() == upstream) {
            current.send();
            advance();
        }
    }

    @Override
    public void upstreamFailed(Upstream upstream, Throwable cause) {
        Exchange current = exchange;
        if (current == null || current.upstream() != upstream) {
            return;
        }
        switch (Failure.of(upstream.destination(), cause)) {
            case Failure.AppInstead() -> {
                start(current.to(client.upstream(Destination.APP)));
                advance();
            }
            case Failure.Told(int status, String hop, String detail) -> fail(new Answer(status, hop, detail));
        }
    }

    @Override
    public void upstreamBytes(Upstream upstream, ByteBuf bytes) {
        Exchange current = exchange;
        if (current == null || current.upstream() != upstream || current.answerDone()) {
            bytes.release();
            idleEnd(upstream);
            return;
        }
        try {
            switch (current.answer(bytes, client)) {
                case GOES_ON -> settle();
                case SWITCHED -> join(upstream);
                case DONE -> {
                    if (completed(current)) {
                        advance();
                    }
                }
            }
        } catch (BadMessageException e) {
            if (upstream.destination().equals(Destination.APP)) {
                join(upstream);
            } else {
                brokenAnswer(current, Hop.LAPTOP, "The laptop's answer is not HTTP: " + e.getMessage());
            }
        }
    }

    /** Whether the exchange is over and the connection goes on. */
    private boolean completed(Exchange current) {
        if (!current.answerDone() || (!current.requestDone() && current.answererStays())) {
            return false;
        }
        current.upstream().markReused();
        last = current.upstream();
        exchange = null;
        current.release();
        if (current.persistent() && !client.draining()) {
            return true;
        }
        release();
        client.become(new Lingering(client));
        return false;
    }

    @Override
    public void upstreamEnd(Upstream upstream) {
        Exchange current = exchange;
        if (current == null || current.upstream() != upstream) {
            idleEnd(upstream);
        } else if (current.untilClose() || current.answerDone()) {
            release();
            client.become(new Lingering(client));
        } else {
            lost(current, upstream.destination().equals(Destination.APP) ? Hop.APP : Hop.LAPTOP);
        }
    }

    @Override
    public void upstreamLost(Upstream upstream) {
        Exchange current = exchange;
        if (current == null || current.upstream() != upstream) {
            idleEnd(upstream);
        } else {
            lost(current, upstream.destination().equals(Destination.APP) ? Hop.APP : Hop.MANAGER);
        }
    }

    /** The app closing an idle connection is passed on; a laptop's is dialled again when it is needed. */
    private void idleEnd(Upstream upstream) {
        client.drop(upstream);
        boolean app = upstream.destination().equals(Destination.APP);
        if (app && exchange == null && held == null && (last == null || last == upstream)) {
            client.close();
        }
    }

    private void lost(Exchange current, Hop hop) {
        Upstream upstream = current.upstream();
        if (current.repeatable()) {
            client.drop(upstream);
            start(current.to(client.upstream(upstream.destination())));
            advance();
        } else {
            brokenAnswer(current, hop, "The connection was lost before an answer began.");
        }
    }

    private void brokenAnswer(Exchange current, Hop hop, String detail) {
        if (current.begun()) {
            client.reset();
        } else {
            fail(new Answer(502, hop.token(), detail));
        }
    }

    @Override
    public void upstreamWritable(Upstream upstream) {
        advance();
    }

    @Override
    public void clientWritable() {
        if (!advancing && exchange != null) {
            exchange.upstream().reading(client.writable());
        }
    }

    @Override
    public void reconsider() {
        if (client.draining() && exchange == null && held == null) {
            client.close();
            return;
        }
        client.closeStale(exchange == null ? null : exchange.upstream());
    }

    @Override
    public boolean busy() {
        return exchange != null;
    }

    @Override
    public void release() {
        if (held != null) {
            held.release();
            held = null;
        }
        if (exchange != null) {
            exchange.release();
            exchange = null;
        }
    }
}
