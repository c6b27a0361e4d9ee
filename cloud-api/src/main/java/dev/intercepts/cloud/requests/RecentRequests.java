package dev.intercepts.cloud.requests;

import dev.intercepts.cloud.intercepts.InterceptEnded;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The last requests of each preview, on this node and since it started. Memory is bounded: so many requests for each preview, so
 * many previews; whoever writes never waits for whoever reads.
 */
@Service
public class RecentRequests implements RequestSink {

    /** Of how many previews something is kept; of further ones nothing is, until others end. */
    static final int MOST_PREVIEWS = 5_000;

    private final Map<String, RequestRing> rings = new ConcurrentHashMap<>();
    private final Clock clock;

    /** Keeps nothing yet. */
    public RecentRequests(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void seen(SeenRequest request) {
        RequestRing ring = rings.get(request.interceptId());
        if (ring == null) {
            if (rings.size() >= MOST_PREVIEWS) {
                return;
            }
            ring = rings.computeIfAbsent(request.interceptId(), ignored -> new RequestRing());
        }
        ring.add(request);
    }

    /**
     * What came after a number, oldest first.
     *
     * @param after {@link Numbered#number} of the last one that is known already, 0 for all that is kept
     */
    public List<Numbered> of(UUID interceptId, long after) {
        RequestRing ring = rings.get(interceptId.toString());
        return ring == null ? List.of() : ring.after(after);
    }

    /** How many requests came in each of the last minutes; none for those of which nothing is known. */
    public Map<UUID, Traffic> traffic(Collection<UUID> interceptIds) {
        long minute = Math.floorDiv(clock.millis(), 60_000L);
        Map<UUID, Traffic> found = new HashMap<>();
        for (UUID id : interceptIds) {
            RequestRing ring = rings.get(id.toString());
            if (ring != null) {
                found.put(id, new Traffic(ring.perMinute(minute)));
            }
        }
        return found;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void ended(InterceptEnded ended) {
        rings.remove(ended.interceptId().toString());
    }

    /**
     * A request and its number.
     *
     * @param number from 1, rising; gaps are requests that are no longer kept
     */
    public record Numbered(long number, SeenRequest request) {}

    /**
     * Requests by the minute.
     *
     * @param perMinute oldest first; the last one is the minute that is under way
     */
    public record Traffic(List<Integer> perMinute) {

        public Traffic {
            perMinute = List.copyOf(perMinute);
        }
    }
}
