package dev.intercepts.manager.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The bodies that one port has in memory at once: so many bytes and no more, however many ask. Who comes too late waits, in
 * turn. Read as JSON a body may take thirty times its size, so of those that are looked at there are fewer still.
 */
final class Bodies {

    /** Two of the largest that the API server sends; the review of an ordinary pod has some 10 KiB. */
    private static final int READ_KIB = 8 * 1024;

    private static final int LOOKED_AT_KIB = 512;

    /** Less than what the API server waits for a webhook. */
    private static final Duration TURN = Duration.ofSeconds(4);

    private final Semaphore toRead = new Semaphore(READ_KIB, true);
    private final Semaphore toLookAt = new Semaphore(LOOKED_AT_KIB, true);
    private final Scheduler blocking;

    /**
     * None yet.
     *
     * @param blocking where one may wait, and answers are made
     */
    Bodies(Scheduler blocking) {
        this.blocking = blocking;
    }

    /**
     * Reads the body of a request and has it answered: 413 where it is too large, 503 where there was no room for it in time.
     *
     * @param most largest body, bytes
     */
    Mono<Answer> answer(RequestBody body, int most, Function<byte[], Answer> then) {
        long declared = body.declared();
        if (declared > most) {
            return Mono.just(tooLarge(most));
        }
        int kib = (int) (declared < 0 ? most : declared) / 1024 + 1;
        return inTurn(
                toRead,
                kib,
                () -> body.read(most)
                        .flatMap(read ->
                                read.map(bytes -> lookAt(bytes, then)).orElseGet(() -> Mono.just(tooLarge(most)))));
    }

    private Mono<Answer> lookAt(byte[] body, Function<byte[], Answer> then) {
        int kib = Math.min(body.length / 1024 + 1, LOOKED_AT_KIB);
        return inTurn(toLookAt, kib, () -> Mono.fromCallable(() -> then.apply(body)));
    }

    private Mono<Answer> inTurn(Semaphore room, int kib, Supplier<Mono<Answer>> what) {
        return Mono.using(
                        () -> room.tryAcquire(kib, TURN.toMillis(), TimeUnit.MILLISECONDS),
                        got -> got ? what.get() : Mono.just(busy()),
                        got -> {
                            if (got) {
                                room.release(kib);
                            }
                        })
                .subscribeOn(blocking);
    }

    private static Answer tooLarge(int most) {
        return Answer.text(413, "body: more than " + most / 1024 + " KiB");
    }

    private static Answer busy() {
        return Answer.text(503, "Too many large requests at once; ask again");
    }
}
