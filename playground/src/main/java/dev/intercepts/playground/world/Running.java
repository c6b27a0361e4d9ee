package dev.intercepts.playground.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process as it was recorded. A number alone is not enough to end it: numbers are used again.
 *
 * @param pid its number
 * @param started milliseconds since 1970
 */
public record Running(long pid, long started) {

    /** Start times are told in hundredths of seconds since boot, and the clock may have been set. */
    private static final long TOLERANCE_MILLIS = 2_000;

    /** A process as it is now. */
    public static Running of(ProcessHandle process) {
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return new Running(process.pid(), started);
    }

    /** The process, if that very one still runs. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> Math.abs(of(process).started - started) <= TOLERANCE_MILLIS);
    }

    /**
     * Ends it and its descendants: asks first, and insists after the patience is over.
     *
     * @return whether it was there
     */
    public boolean end(Duration patience) {
        Optional<ProcessHandle> found = find();
        found.ifPresent(process -> {
            List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
            process.destroy();
            await(process, patience);
            family.add(process);
            family.forEach(ProcessHandle::destroyForcibly);
            family.forEach(member -> await(member, Duration.ofSeconds(5)));
        });
        return found.isPresent();
    }

    private static void await(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException late) {
            // whoever called insists
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("cannot wait for process " + process.pid(), e);
        }
    }
}
