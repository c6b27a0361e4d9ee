package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.protocol.stream.TraceParent;
import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One trace id for a request from its visitor to the application, and on the stream that it was sent through. */
@ExtendWith(NoLeaks.class)
class EdgeTraceTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    private EdgeFixture fixture;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        fixture = EdgeFixture.start();
        client = fixture.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        fixture.close();
    }

    /** What the application was told. */
    private TraceParent told() {
        assertThat(fixture.application.lastHead()).containsOnlyOnce("traceparent:");
        String value = fixture.application.lastHead().replaceAll("(?s).*traceparent: ([^\r]*)\r.*", "$1");
        return TraceParent.parse(value).orElseThrow();
    }

    private EdgeSpan span() {
        Awaitility.await().until(() -> fixture.spans.size() == 1);
        return fixture.spans.getFirst();
    }

    @Test
    void beginsATrace() throws IOException {
        client.get("open", "/", "");
        assertThat(told().sampled()).isTrue();
        assertThat(fixture.streams.getFirst().headers()).containsEntry("traceparent", told().toString());
        assertThat(span().trace()).isEqualTo(told());
        assertThat(span().parent()).isNull();
        assertThat(span().status()).isEqualTo(200);
        assertThat(span().failed()).isNull();
        assertThat(span().intercept()).isEqualTo("default/hello");
        assertThat(span().took()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
        assertThat(span().begun()).isBetween(Instant.now().minusSeconds(20), Instant.now());
        TraceParent first = told();
        client.get("open", "/", "");
        assertThat(told().traceId()).isNotEqualTo(first.traceId());
    }

    @Test
    void goesOnWithTheVisitorsTrace() throws IOException {
        client.get("open", "/", "traceparent: 00-" + TRACE + "-" + SPAN + "-00\r\ntracestate: a=b\r\nbaggage: c=d\r\n");
        assertThat(told().traceId()).isEqualTo(TRACE);
        assertThat(told().spanId()).isNotEqualTo(SPAN);
        assertThat(told().sampled()).isFalse();
        assertThat(fixture.application.lastHead()).contains("tracestate: a=b\r\n", "baggage: c=d\r\n");
        assertThat(span().parent()).isNotNull().extracting(TraceParent::spanId).isEqualTo(SPAN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "traceparent: 00-1-2-01\r\n",
                "traceparent:\r\n",
                "traceparent: 00-" + TRACE + "-" + SPAN + "-01\r\nTraceparent: 00-" + TRACE + "-" + SPAN + "-01\r\n",
                "traceparent: 00-" + TRACE + "-" + SPAN + "-01, 00-" + TRACE + "-" + SPAN + "-01\r\n"
            })
    void beginsATraceWhereTheVisitorsCantBeRead(String fields) throws IOException {
        client.get("open", "/", fields + "tracestate: a=b\r\n");
        assertThat(told().traceId()).isNotEqualTo(TRACE);
        assertThat(fixture.application.lastHead()).doesNotContain("tracestate");
    }

    @Test
    void namesTheHopThatFailed() throws IOException {
        fixture.application.answer((head, in, socket) -> false);
        assertThat(client.get("open", "/", "").status()).isEqualTo(502);
        assertThat(span().failed()).isEqualTo("ingress");
        assertThat(span().status()).isEqualTo(502);
        assertThat(span().trace()).isEqualTo(told());
    }

    @Test
    void tellsOfNothingThatDidNotGoIntoTheCluster() throws IOException {
        client.get("open", "/.intercepts/banner.js", "");
        client.get("nothing", "/", "");
        assertThat(fixture.spans).isEmpty();
    }
}
