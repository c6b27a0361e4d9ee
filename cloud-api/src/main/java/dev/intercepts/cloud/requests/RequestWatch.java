package dev.intercepts.cloud.requests;

import dev.intercepts.cloud.requests.RecentRequests.Numbered;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams of a preview's requests as they are seen. Each has a virtual thread that looks for new ones twice a second: so a burst is
 * one event, and whoever writes knows nothing of whoever watches.
 */
@Service
public class RequestWatch {

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int LOOKS_BETWEEN_CHECKS = 20;

    private final RecentRequests recent;
    private volatile boolean stopped;

    RequestWatch(RecentRequests recent) {
        this.recent = recent;
    }

    /**
     * A stream of server-sent events named {@code requests}; its heartbeat is a comment every 10 s.
     *
     * @param after number of the last request that is known already, 0 for all that are kept
     * @param stillAllowed asked every 10 s; the stream ends when it says no
     * @param data what stands in an event for the requests that came since the last one, oldest first
     */
    public SseEmitter watch(
            UUID interceptId, long after, BooleanSupplier stillAllowed, Function<List<Numbered>, Object> data) {
        SseEmitter emitter = new SseEmitter(0L);
        Thread.ofVirtual().name("requests").start(() -> write(emitter, interceptId, after, stillAllowed, data));
        return emitter;
    }

    /** Before the web server stops, which waits for these streams. */
    @EventListener
    void stop(ContextClosedEvent event) {
        stopped = true;
    }

    private void write(
            SseEmitter emitter,
            UUID interceptId,
            long after,
            BooleanSupplier stillAllowed,
            Function<List<Numbered>, Object> data) {
        long last = after;
        int looks = 0;
        try {
            emitter.send(SseEmitter.event().comment("connected"));
            while (!stopped) {
                List<Numbered> found = recent.of(interceptId, last);
                if (!found.isEmpty()) {
                    last = found.getLast().number();
                    emitter.send(SseEmitter.event()
                            .name("requests")
                            .id(Long.toString(last))
                            .data(data.apply(found)));
                }
                if (++looks % LOOKS_BETWEEN_CHECKS == 0) {
                    if (!stillAllowed.getAsBoolean()) {
                        break;
                    }
                    emitter.send(SseEmitter.event().comment("still here"));
                }
                Thread.sleep(LOOK);
            }
            emitter.complete();
        } catch (IOException | IllegalStateException e) {
            // The watcher is gone; it asks again if it is still interested.
            emitter.complete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
