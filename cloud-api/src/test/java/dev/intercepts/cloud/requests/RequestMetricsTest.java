package dev.intercepts.cloud.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.requests.SeenRequest.AnsweredBy;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RequestMetrics metrics = new RequestMetrics(registry);

    @ParameterizedTest
    @CsvSource({
        "101, success",
        "200, success",
        "304, redirection",
        "404, client_error",
        "502, server_error",
        "599, server_error",
        "0, none"
    })
    void statusDecidesTheOutcome(int status, String outcome) {
        metrics.seen(request(status, AnsweredBy.CLUSTER));

        assertThat(timer("cluster", outcome).count()).isEqualTo(1);
    }

    @Test
    void whoAnsweredIsToldApartAndTimed() {
        metrics.seen(request(200, AnsweredBy.LAPTOP));
        metrics.seen(request(200, AnsweredBy.LAPTOP));
        metrics.seen(request(200, AnsweredBy.EDGE));

        assertThat(timer("laptop", "success").count()).isEqualTo(2);
        assertThat(timer("laptop", "success").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(14);
        assertThat(timer("edge", "success").count()).isEqualTo(1);
        assertThat(timer("cluster", "success").count()).isZero();
    }

    private Timer timer(String answeredBy, String outcome) {
        return registry.get("intercepts.edge.requests")
                .tag("answered_by", answeredBy)
                .tag("outcome", outcome)
                .timer();
    }

    private static SeenRequest request(int status, AnsweredBy answeredBy) {
        return new SeenRequest("id", Instant.EPOCH, "GET", "/", status, Duration.ofMillis(7), answeredBy);
    }
}
