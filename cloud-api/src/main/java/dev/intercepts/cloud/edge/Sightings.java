package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.http.Fields;
import dev.intercepts.cloud.edge.http.RequestHead;
import dev.intercepts.cloud.edge.http.ResponseHead;
import dev.intercepts.cloud.requests.RequestSink;
import dev.intercepts.cloud.requests.SeenRequest;
import dev.intercepts.cloud.requests.SeenRequest.AnsweredBy;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.protocol.stream.TrafficHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells the request log of one connection's requests to previews: of each once, when its answer begins or it is given up. What
 * the edge serves for itself below {@code /.intercepts/} is not of interest.
 */
final class Sightings {

    private final RequestSink sink;
    private final Clock clock;
    private @Nullable Route route;
    private @Nullable RequestHead request;
    private Instant at = Instant.EPOCH;
    private long begun;

    Sightings(RequestSink sink, Clock clock) {
        this.sink = sink;
        this.clock = clock;
    }

    /** A request has been read, and its preview found. */
    void begin(RequestHead head, Route to) {
        if (sink != RequestSink.NONE && !head.path().startsWith(Reception.OWN_PATHS)) {
            route = to;
            request = head;
            at = clock.instant();
            begun = System.nanoTime();
        }
    }

    /** The application's answer begins. */
    void answered(ResponseHead answer) {
        if (request != null) {
            seen(answer.status(), whoMade(answer.fields()));
        }
    }

    /** The edge answers in its stead. */
    void answered(int status) {
        seen(status, AnsweredBy.EDGE);
    }

    /** Somebody went away before an answer began. */
    void givenUp() {
        seen(0, AnsweredBy.EDGE);
    }

    private void seen(int status, AnsweredBy by) {
        Route to = route;
        RequestHead head = request;
        if (to != null && head != null) {
            route = null;
            request = null;
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            sink.seen(new SeenRequest(to.target().interceptId(), at, head.method(), head.path(), status, took, by));
        }
    }

    private static AnsweredBy whoMade(Fields answer) {
        int by = answer.indexOf(TrafficHeaders.ANSWERED_BY, 0);
        if (by >= 0) {
            return answer.value(by).equals(TrafficHeaders.LAPTOP) ? AnsweredBy.LAPTOP : AnsweredBy.CLUSTER;
        }
        return answer.indexOf(X_HOP, 0) >= 0 ? AnsweredBy.EDGE : AnsweredBy.CLUSTER;
    }

    /** On an answer of a hop that failed (docs/protocol.md, "Edge"). */
    private static final String X_HOP = "x-" + StreamHeaders.HOP;
}
