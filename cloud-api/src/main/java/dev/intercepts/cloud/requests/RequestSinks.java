package dev.intercepts.cloud.requests;

import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** What the edge tells of its requests, to everybody who wants to know. */
@Primary
@Component
class RequestSinks implements RequestSink {

    private final RecentRequests recent;
    private final RequestMetrics metrics;

    RequestSinks(RecentRequests recent, RequestMetrics metrics) {
        this.recent = recent;
        this.metrics = metrics;
    }

    @Override
    public void seen(SeenRequest request) {
        recent.seen(request);
        metrics.seen(request);
    }
}
