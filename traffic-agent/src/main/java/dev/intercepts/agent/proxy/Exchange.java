package dev.intercepts.agent.proxy;

import dev.intercepts.agent.message.BodyReader;
import dev.intercepts.agent.message.Framing;
import dev.intercepts.agent.message.HeadScanner;
import dev.intercepts.agent.message.RequestHead;
import dev.intercepts.agent.message.ResponseHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One request of an HTTP/1 connection and the answer to it: how far each has come. */
final class Exchange {

    private final RequestHead head;
    private final BodyReader request;
    private final int headLimit;
    private final Upstream upstream;
    private @Nullable ByteBuf headBytes;
    private boolean sent;
    private boolean endPassed;

    private HeadScanner scanner;
    private @Nullable ByteBuf answerBytes;
    private @Nullable BodyReader answer;
    private boolean untilClose;
    private boolean begun;
    private boolean answererStays = true;

    /**
     * Starts with the head of a request.
     *
     * @param headBytes the head as it is to be sent; released here
     * @param upstream who answers
     */
    Exchange(RequestHead head, ByteBuf headBytes, Upstream upstream, int headLimit) {
        this(head, new BodyReader(head.framing()), headBytes, upstream, headLimit);
    }

    private Exchange(RequestHead head, BodyReader request, ByteBuf headBytes, Upstream upstream, int headLimit) {
        this.head = head;
        this.request = request;
        this.headBytes = headBytes;
        this.upstream = upstream;
        this.headLimit = headLimit;
        this.scanner = new HeadScanner(headLimit);
    }

    /** The same request to someone else; possible while its head is kept. */
    Exchange to(Upstream other) {
        ByteBuf bytes = headBytes;
        if (bytes == null) {
            throw new IllegalStateException("the head was sent and not kept");
        }
        headBytes = null;
        release();
        return new Exchange(head, request, bytes, other, headLimit);
    }

    RequestHead head() {
        return head;
    }

    Upstream upstream() {
        return upstream;
    }

    /** Sends the head; keeps it where the request may have to be sent again because the connection was old. */
    void send() {
        ByteBuf bytes = headBytes;
        if (sent || bytes == null) {
            return;
        }
        sent = true;
        if (upstream.reused() && head.repeatable()) {
            upstream.write(bytes.retainedDuplicate());
        } else {
            headBytes = null;
            upstream.write(bytes);
        }
    }

    boolean sent() {
        return sent;
    }

    /** Whether the request can be sent once more: nobody has begun to answer it, and it does no harm. */
    boolean repeatable() {
        return !begun && headBytes != null;
    }

    /** Passes on what of these bytes belongs to the request's body, and takes it off them. */
    void sendBody(ByteBuf bytes) {
        int count = request.take(bytes, 0);
        if (count > 0) {
            upstream.write(bytes.readRetainedSlice(count));
        }
    }

    boolean requestDone() {
        return request.done();
    }

    /** Tells whoever answers that the client sends nothing more. */
    void passEnd() {
        if (!endPassed) {
            endPassed = true;
            upstream.flush();
            upstream.shutdownOutput();
        }
    }

    /** What became of bytes of an answer. */
    enum Progress {
        GOES_ON,
        DONE,
        /** From here on the connection speaks something else. */
        SWITCHED
    }

    /**
     * Reads an answer's bytes and writes to the client what is understood of them.
     *
     * @throws dev.intercepts.agent.message.BadMessageException with {@link #unread()} kept
     */
    Progress answer(ByteBuf bytes, ClientConnection client) {
        ByteBuf in = ClientConnection.append(client.allocator(), answerBytes, bytes);
        answerBytes = in;
        int understood = 0;
        BodyReader body = answer;
        while (body == null) {
            int length = scanner.length(in);
            if (length < 0) {
                return Progress.GOES_ON;
            }
            ResponseHead response = ResponseHead.parse(HeadScanner.bytes(in, length), head.method());
            begin();
            if (response.interim()) {
                client.write(in.readRetainedSlice(length));
                scanner = new HeadScanner(headLimit);
                continue;
            }
            understood = tellWhoAnswers(in, length, client);
            if (response.switches(head.method())) {
                client.write(in.readRetainedSlice(understood));
                return Progress.SWITCHED;
            }
            body = new BodyReader(response.framing());
            untilClose = response.framing() instanceof Framing.UntilClose;
            answererStays = response.persistent();
            answer = body;
        }
        // What is left of the head and the body in one piece, where they came in one: one write less for most answers.
        understood += body.take(in, understood);
        boolean whole = understood == in.readableBytes();
        if (understood > 0) {
            client.write(whole ? in.retain() : in.readRetainedSlice(understood));
        }
        answerBytes = null;
        in.release();
        answererStays &= whole;
        return body.done() ? Progress.DONE : Progress.GOES_ON;
    }

    /**
     * Writes the head with a field that says, where the edge is to know it, that a laptop has answered.
     *
     * @return how many bytes of the head were not written because they go as they came
     */
    private int tellWhoAnswers(ByteBuf in, int length, ClientConnection client) {
        if (!AnsweredBy.laptop(upstream.destination(), head)) {
            return length;
        }
        client.write(in.readRetainedSlice(length - AnsweredBy.END_OF_HEAD));
        in.skipBytes(AnsweredBy.END_OF_HEAD);
        client.write(AnsweredBy.http1());
        return 0;
    }

    private void begin() {
        begun = true;
        if (headBytes != null) {
            headBytes.release();
            headBytes = null;
        }
    }

    /** Whether anything of the answer has gone to the client. */
    boolean begun() {
        return begun;
    }

    boolean answerDone() {
        return answer != null && answer.done();
    }

    /** Whether the end of the connection is the end of the answer. */
    boolean untilClose() {
        return untilClose;
    }

    /** Whether the connections may carry another exchange afterwards. */
    boolean persistent() {
        return answererStays && head.persistent();
    }

    /** Whether who answers takes the rest of a request that was answered before it was complete. */
    boolean answererStays() {
        return answererStays;
    }

    /** Bytes of the answer that were not understood and not passed on; the caller's to release. */
    @Nullable
    ByteBuf unread() {
        ByteBuf bytes = answerBytes;
        answerBytes = null;
        return bytes;
    }

    void release() {
        if (headBytes != null) {
            headBytes.release();
            headBytes = null;
        }
        if (answerBytes != null) {
            answerBytes.release();
            answerBytes = null;
        }
    }
}
