package dev.intercepts.cloud.requests;

import dev.intercepts.cloud.requests.SeenRequest.AnsweredBy;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Previewed requests as metrics: how many, how soon their answers began, by who answered and how. Previews are not told apart:
 * their number has no bound.
 */
@Component
class RequestMetrics implements RequestSink {

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    /** All timers there can be, so that a request looks one up and makes none. */
    private final Map<AnsweredBy, Map<Outcome, Timer>> timers = new EnumMap<>(AnsweredBy.class);

    RequestMetrics(MeterRegistry registry) {
        for (AnsweredBy answeredBy : AnsweredBy.values()) {
            Map<Outcome, Timer> byOutcome = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                byOutcome.put(outcome, timer(answeredBy, outcome, registry));
            }
            timers.put(answeredBy, byOutcome);
        }
    }

    private static Timer timer(AnsweredBy answeredBy, Outcome outcome, MeterRegistry registry) {
        return Timer.builder("intercepts.edge.requests")
                .description("Previewed requests, until their answer began")
                .tag("answered_by", answeredBy.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome.tag)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    @Override
    public void seen(SeenRequest request) {
        Map<Outcome, Timer> byOutcome = timers.get(request.answeredBy());
        Timer timer = byOutcome == null ? null : byOutcome.get(Outcome.of(request.status()));
        if (timer != null) {
            timer.record(request.took());
        }
    }

    /** Kinds of status codes (RFC 9110 §15). */
    enum Outcome {
        SUCCESS("success"),
        REDIRECTION("redirection"),
        CLIENT_ERROR("client_error"),
        SERVER_ERROR("server_error"),
        /** No answer: somebody went away before one began. */
        NONE("none");

        private final String tag;

        Outcome(String tag) {
            this.tag = tag;
        }

        static Outcome of(int status) {
            return switch (status / 100) {
                case 1, 2 -> SUCCESS;
                case 3 -> REDIRECTION;
                case 4 -> CLIENT_ERROR;
                case 0 -> NONE;
                default -> SERVER_ERROR;
            };
        }
    }
}
