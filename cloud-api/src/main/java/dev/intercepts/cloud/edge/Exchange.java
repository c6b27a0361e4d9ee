package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.banner.BannerRules;
import dev.intercepts.cloud.edge.http.BodyDecoder;
import dev.intercepts.cloud.edge.http.Framing;
import dev.intercepts.cloud.edge.http.MalformedMessageException;
import dev.intercepts.cloud.edge.http.RequestHead;
import dev.intercepts.cloud.edge.http.ResponseHead;
import dev.intercepts.tunnel.Streams;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * One request of a visitor and its answer, on its way through one connection to the ingress. Everything runs on the event
 * loop that visitor and stream share.
 */
final class Exchange {

    private final VisitorConnection visitor;
    private final EdgeParts parts;
    private final RequestHead request;
    private final Route route;
    private final @Nullable String session;
    private final boolean document;
    private final BodyDecoder requestBody;
    private final ResponseRewriter rewriter;
    private final RequestTrace trace;
    private @Nullable UpstreamConnection upstream;
    private @Nullable AnswerBody body;
    private boolean repeated;
    private boolean answered;
    private boolean closes;
    private boolean over;
    private boolean aged;

    Exchange(VisitorConnection visitor, EdgeParts parts, RequestHead request, Route route, @Nullable String session) {
        this.visitor = visitor;
        this.parts = parts;
        this.request = request;
        this.route = route;
        this.session = session;
        this.document = BannerRules.asksForDocument(request);
        this.requestBody = BodyDecoder.of(request.framing());
        this.trace = RequestTrace.of(request.fields(), ThreadLocalRandom.current());
        this.rewriter = new ResponseRewriter(request, route, parts.config().scheme(), document);
    }

    RequestHead request() {
        return request;
    }

    Route route() {
        return route;
    }

    /** The visitor's session token, or {@code null}. */
    @Nullable
    String session() {
        return session;
    }

    boolean toHead() {
        return request.head();
    }

    boolean requestComplete() {
        return requestBody.finished();
    }

    boolean answered() {
        return answered;
    }

    /** Whether it was here a second ago already. */
    boolean aged() {
        boolean before = aged;
        aged = true;
        return before;
    }

    /** Finds or opens a connection and sends the request; the visitor moves to its event loop if need be. */
    void begin() {
        visitor.moveTo(route.homeOf(visitor.eventLoop()), this::connect);
    }

    private void connect() {
        if (over) {
            return;
        }
        UpstreamConnection waiting = parts.upstreams().take(route);
        while (waiting != null && !waiting.alive()) {
            waiting = parts.upstreams().take(route);
        }
        if (waiting != null) {
            send(waiting);
            return;
        }
        parts.upstreams().open(route, trace.span(), visitor.eventLoop(), new Upstreams.Opened() {
            @Override
            public void opened(UpstreamConnection fresh, Channel channel) {
                visitor.execute(() -> {
                    if (over) {
                        channel.eventLoop().execute(() -> parts.upstreams().give(fresh));
                    } else {
                        visitor.moveTo(channel.eventLoop(), () -> send(fresh));
                    }
                });
            }

            @Override
            public void failed(Throwable cause) {
                visitor.execute(() -> fail(Failure.opening(cause)));
            }
        });
    }

    private void send(UpstreamConnection to) {
        if (over) {
            parts.upstreams().give(to);
            return;
        }
        if (!to.alive()) {
            fail(Failure.LOST);
            return;
        }
        upstream = to;
        ByteBuf head = to.channel().alloc().buffer(1024);
        RequestRewriter.write(
                request, route, document, visitor.address(), parts.config().scheme(), trace, head);
        to.start(this, head);
        visitor.sent();
    }

    /** Passes on what there is of the request's body. */
    void requestBytes(ByteBuf in) throws MalformedMessageException {
        UpstreamConnection to = upstream;
        if (to == null) {
            return;
        }
        boolean chunked = request.framing().equals(Framing.CHUNKED);
        requestBody.decode(in, piece -> {
            if (chunked) {
                Chunks.write(to.channel(), piece);
            } else {
                to.write(piece);
            }
        });
        if (requestBody.finished() && chunked) {
            Chunks.end(to.channel());
        }
        to.flush();
        if (!to.writable()) {
            visitor.read(false);
        }
    }

    void upstreamWritable(boolean writable) {
        visitor.read(writable);
    }

    void visitorWritable(boolean writable) {
        if (upstream != null) {
            upstream.read(writable);
        }
    }

    void rawFromVisitor(ByteBuf bytes) {
        if (upstream == null) {
            bytes.release();
            return;
        }
        upstream.write(bytes);
        upstream.flush();
        if (!upstream.writable()) {
            visitor.read(false);
        }
    }

    void interim(ResponseHead head) {
        if (request.minorVersion() == 1) {
            ByteBuf out = visitor.channel().alloc().buffer(256);
            rewriter.write(head, Framing.NONE, null, false, out);
            visitor.write(out);
        }
    }

    void responseHead(ResponseHead head) {
        boolean banner = document && BannerRules.carriesBanner(head, toHead());
        Framing framing = rewriter.framing(head, banner);
        String nonce = banner ? parts.secrets().get() : null;
        body = AnswerBody.of(visitor.channel(), framing, head, nonce);
        ByteBuf out = visitor.channel().alloc().buffer(512);
        closes = !request.persistent() || framing.equals(Framing.UNTIL_CLOSE) || !requestComplete();
        rewriter.write(head, framing, nonce, closes, out);
        answered = true;
        visitor.sightings().answered(head);
        trace.answered(head.status());
        visitor.answering();
        visitor.write(out);
    }

    void upgraded(ResponseHead head) throws MalformedMessageException {
        if (request.upgrade() == null || !requestComplete()) {
            throw new MalformedMessageException(502, "The application switched protocols unasked.");
        }
        ByteBuf out = visitor.channel().alloc().buffer(512);
        rewriter.write(head, Framing.NONE, null, false, out);
        answered = true;
        visitor.sightings().answered(head);
        trace.answered(head.status());
        visitor.write(out);
        visitor.upgraded();
    }

    void rawFromUpstream(ByteBuf bytes) {
        visitor.write(bytes);
        backPressure();
    }

    void responseBody(ByteBuf piece) {
        if (over || body == null) {
            piece.release();
            return;
        }
        try {
            body.pass(piece);
            backPressure();
        } catch (DataFormatException e) {
            cut();
        }
    }

    private void backPressure() {
        if (upstream != null && !visitor.channel().isWritable()) {
            upstream.read(false);
        }
    }

    void flushVisitor() {
        visitor.channel().flush();
    }

    /** The whole answer has come. */
    void responseEnded(boolean reusable) {
        if (over || body == null) {
            return;
        }
        try {
            body.end();
        } catch (DataFormatException e) {
            cut();
            return;
        }
        UpstreamConnection done = upstream;
        finish();
        if (done != null) {
            if (reusable && requestComplete()) {
                parts.upstreams().give(done);
            } else {
                done.close();
            }
        }
        visitor.channel().flush();
        visitor.exchanged(closes);
    }

    void rawEnded() {
        UpstreamConnection done = upstream;
        finish();
        if (done != null) {
            done.close();
        }
        visitor.closeGently();
    }

    /** @param unanswered whether no byte of an answer had come, so that the request may be sent once more */
    void upstreamBroken(Failure failure, boolean unanswered) {
        UpstreamConnection lost = upstream;
        upstream = null;
        if (unanswered && !repeated && lost != null && lost.used() && request.repeatable() && !over) {
            repeated = true;
            connect();
        } else {
            fail(failure);
        }
    }

    /** Answers with the failure, or breaks the answer off where it has begun. */
    void fail(Failure failure) {
        if (over) {
            return;
        }
        boolean begun = answered;
        trace.failed(failure);
        abandon();
        if (begun) {
            Streams.reset(visitor.channel());
        } else {
            visitor.answer(
                    LocalAnswer.failure(failure, request, parts.config().dashboard()), request, !requestComplete());
        }
    }

    /** Ends everything at once, as seen by both sides. */
    void cut() {
        abandon();
        Streams.reset(visitor.channel());
    }

    /** Gives the way into the cluster up, without a word to the visitor. */
    void abandon() {
        UpstreamConnection open = upstream;
        finish();
        if (open != null) {
            open.close();
        }
    }

    private void finish() {
        if (!over) {
            over = true;
            upstream = null;
            route.leave();
            trace.end(parts.spans(), parts.clock(), request, route);
            if (body != null) {
                body.close();
            }
        }
    }
}
