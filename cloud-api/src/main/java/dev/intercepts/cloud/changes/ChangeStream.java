package dev.intercepts.cloud.changes;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * One watcher. A virtual thread of its own writes, so that a slow one delays nobody; one that is too far behind is cut off and
 * asks again for everything.
 */
final class ChangeStream {

    private static final int BACKLOG = 1000;
    private static final long HEARTBEAT_SECONDS = 10;

    /** Empty: nothing has changed, but whether the watcher is still allowed is to be asked at once. */
    private final BlockingDeque<Optional<Change>> queue = new LinkedBlockingDeque<>(BACKLOG);

    private final SseEmitter emitter = new SseEmitter(0L);
    private final BooleanSupplier stillAllowed;
    private final Function<Change, @Nullable SseEventBuilder> event;
    private volatile boolean closed;

    ChangeStream(BooleanSupplier stillAllowed, Function<Change, @Nullable SseEventBuilder> event) {
        this.stillAllowed = stillAllowed;
        this.event = event;
    }

    SseEmitter start(Runnable onEnd) {
        Thread.ofVirtual().name("changes").start(() -> {
            try {
                write();
            } finally {
                onEnd.run();
            }
        });
        return emitter;
    }

    /** Twice the same in a row is once: what it is about is read when it is sent. */
    void offer(Change change) {
        Optional<Change> next = Optional.of(change);
        if (!next.equals(queue.peekLast()) && !queue.offer(next)) {
            close();
        }
    }

    /** Has the watcher's right asked for again, now. */
    void recheck() {
        if (!queue.offer(Optional.empty())) {
            close();
        }
    }

    void close() {
        closed = true;
        queue.clear();
        emitter.complete();
    }

    private void write() {
        try {
            emitter.send(SseEmitter.event().comment("connected"));
            boolean allowed = stillAllowed.getAsBoolean();
            while (!closed && allowed) {
                Optional<Change> change = queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                allowed = stillAllowed.getAsBoolean();
                if (allowed) {
                    send(change);
                }
            }
            emitter.complete();
        } catch (IOException | IllegalStateException e) {
            // The watcher is gone; it asks again if it is still interested.
            emitter.complete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(@Nullable Optional<Change> change) throws IOException {
        SseEventBuilder next = change == null
                ? SseEmitter.event().comment("still here")
                : change.map(event).orElse(null);
        if (next != null && !closed) {
            emitter.send(next);
        }
    }
}
