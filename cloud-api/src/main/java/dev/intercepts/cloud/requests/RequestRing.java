package dev.intercepts.cloud.requests;

import dev.intercepts.cloud.requests.RecentRequests.Numbered;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The last requests of one preview, without a lock: writers take a number each, readers take what stands there. */
final class RequestRing {

    /** How many are kept. */
    static final int KEPT = 100;

    /** How many minutes are counted. */
    static final int MINUTES = 30;

    private final AtomicLong last = new AtomicLong();
    private final AtomicReferenceArray<Numbered> slots = new AtomicReferenceArray<>(KEPT);

    /** In each element the minute since 1970 in the upper half, how many in the lower. */
    private final AtomicLongArray counts = new AtomicLongArray(MINUTES);

    void add(SeenRequest request) {
        long number = last.incrementAndGet();
        slots.set((int) (number % KEPT), new Numbered(number, request));
        long minute = Math.floorDiv(request.at().toEpochMilli(), 60_000L);
        counts.updateAndGet((int) (minute % MINUTES), old -> counted(old, minute));
    }

    /** One more in that minute; what began so long ago that its place counts a later minute by now is not counted. */
    private static long counted(long old, long minute) {
        long oldMinute = old >>> 32;
        return oldMinute == minute ? old + 1 : oldMinute > minute ? old : (minute << 32) + 1;
    }

    /**
     * Those with a higher number, oldest first. A number that has not been given yet is of the time before a restart: whoever says it
     * knows none of these.
     */
    List<Numbered> after(long number) {
        List<Numbered> found = new ArrayList<>();
        long newest = last.get();
        long known = number > newest ? 0 : number;
        for (long next = Math.max(known, newest - KEPT) + 1; next <= newest; next++) {
            Numbered slot = slots.get((int) (next % KEPT));
            // Another one stands there already, or this one does not yet: its writer has only taken the number.
            if (slot != null && slot.number() == next) {
                found.add(slot);
            }
        }
        return found;
    }

    /** How many came in each of the {@link #MINUTES} minutes up to and with this one. */
    List<Integer> perMinute(long minute) {
        List<Integer> numbers = new ArrayList<>(MINUTES);
        for (long at = minute - MINUTES + 1; at <= minute; at++) {
            long count = counts.get((int) (at % MINUTES));
            numbers.add(count >>> 32 == at ? (int) count : 0);
        }
        return numbers;
    }
}
