package dev.intercepts.playground.kube;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the store's changes into watch events, one JSON text each. */
final class Watch {

    private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

    private final ObjectStore store;

    Watch(ObjectStore store) {
        this.store = store;
    }

    /**
     * A watch that sees every change from now on, whether its events are asked for yet or not.
     *
     * @param events one JSON text each, for one subscriber
     * @param stop ends it; to be run when the connection ends
     */
    record Open(Flux<String> events, Runnable stop) {}

    /**
     * Begins a request with {@code watch=true}: first what there is (unless a revision is given), then what changes. This is
     * done before the request is answered, so that a client misses nothing that happens after the answer. A revision that is
     * forgotten gives one event {@code ERROR} with 410.
     */
    Open open(ApiPath path, ApiRequest request) {
        Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
        try {
            return new Open(sink.asFlux(), begin(path, request, sink::tryEmitNext));
        } catch (ApiException e) {
            if (e.code() != 410) {
                throw e;
            }
            return new Open(Flux.just(event("ERROR", e.status())), () -> {});
        }
    }

    /** Whether nothing follows this event. */
    static boolean isLast(String event) {
        return event.startsWith("{\"type\":\"ERROR\"");
    }

    private Runnable begin(ApiPath path, ApiRequest request, Consumer<String> sink) {
        String fields = request.parameter("fieldSelector");
        if (!path.name().isEmpty()) {
            fields = "metadata.name=" + path.name() + (fields.isEmpty() ? "" : "," + fields);
        }
        Predicate<JsonNode> selected = Selector.of(request.parameter("labelSelector"), fields);
        String since = request.parameter("resourceVersion");
        boolean initial = since.isEmpty() || since.equals("0") || request.flag("sendInitialEvents");
        ObjectStore.Snapshot now = store.list(path.type(), path.namespace());
        if (initial) {
            now.objects().stream().filter(selected).forEach(object -> sink.accept(event(path, "ADDED", object)));
            if (request.flag("sendInitialEvents")) {
                ObjectNode bookmark = bookmark(path, now.revision());
                Json.child(bookmark, "metadata", "annotations").put(INITIAL_EVENTS_END, "true");
                sink.accept(event(path, "BOOKMARK", bookmark));
            }
        }
        return store.listenFrom(initial ? now.revision() : revision(since), change -> {
            if (concerns(path, change.key())) {
                Optional<Change.Event> seen = change.seenBy(selected);
                seen.ifPresent(event -> sink.accept(event(path, event.type(), event.object())));
            }
        });
    }

    /** An event that says no more than how far the watch has come. */
    String bookmark(ApiPath path) {
        return event(path, "BOOKMARK", bookmark(path, store.revision()));
    }

    private static ObjectNode bookmark(ApiPath path, long revision) {
        ObjectNode object = Json.object();
        object.put("kind", path.type().kind()).put("apiVersion", path.type().apiVersion());
        Json.child(object, "metadata").put("resourceVersion", Long.toString(revision));
        return object;
    }

    private static long revision(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("resourceVersion: " + text + " (expected: a number from this server)");
        }
    }

    private static boolean concerns(ApiPath path, ObjectKey key) {
        return key.type().equals(path.type().id())
                && (path.namespace().isEmpty() || path.namespace().equals(key.namespace()));
    }

    private static String event(ApiPath path, String type, ObjectNode object) {
        return event(
                type,
                object.deepCopy()
                        .put("apiVersion", path.type().apiVersion())
                        .put("kind", path.type().kind()));
    }

    private static String event(String type, ObjectNode object) {
        return Json.object().put("type", type).set("object", object).toString();
    }
}
