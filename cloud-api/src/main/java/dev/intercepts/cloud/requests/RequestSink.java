package dev.intercepts.cloud.requests;

/** Takes note of previewed requests. Called on event loops: never blocks, never fails, and keeps a bounded number. */
@FunctionalInterface
public interface RequestSink {

    /** Takes note of nothing. */
    RequestSink NONE = request -> {};

    /** A request was answered, or given up; once for each. */
    void seen(SeenRequest request);
}
