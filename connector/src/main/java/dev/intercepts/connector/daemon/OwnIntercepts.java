package dev.intercepts.connector.daemon;

import dev.intercepts.connector.files.State.Ended;
import dev.intercepts.connector.files.State.GivenUp;
import dev.intercepts.connector.files.State.Intercept;
import dev.intercepts.connector.files.State.Intercepts;
import dev.intercepts.connector.files.State.Session;
import dev.intercepts.connector.files.StateFile;
import dev.intercepts.connector.kube.StoredIntercept;
import dev.intercepts.connector.link.LaptopTargets;
import dev.intercepts.protocol.intercept.LocalTarget;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this laptop intercepts: kept in a file so that a daemon that was killed goes on, and in memory so that streams are
 * answered without waiting for anything.
 */
final class OwnIntercepts implements LaptopTargets {

    private final StateFile<Intercepts> file;
    private final Clock clock;
    private final Map<String, Intercept> byKey = new ConcurrentHashMap<>();
    private final Map<String, Ended> ended = new ConcurrentHashMap<>();
    private final List<GivenUp> givenUp = new ArrayList<>();
    private final Map<String, StoredIntercept> seen = new ConcurrentHashMap<>();

    OwnIntercepts(StateFile<Intercepts> file, Clock clock) {
        this.file = file;
        this.clock = clock;
        Intercepts kept = file.read().orElse(Intercepts.NONE);
        kept.intercepts().forEach(intercept -> byKey.put(intercept.key(), intercept));
        kept.ended().forEach(each -> ended.put(each.namespace() + "/" + each.name(), each));
        givenUp.addAll(kept.givenUp());
    }

    /** All, by name. */
    List<Intercept> all() {
        return byKey.values().stream()
                .sorted(java.util.Comparator.comparing(Intercept::name).thenComparing(Intercept::namespace))
                .toList();
    }

    /** Those that others ended, by name. */
    List<Ended> ended() {
        return ended.values().stream()
                .sorted(java.util.Comparator.comparing(Ended::name))
                .toList();
    }

    /** The one of that key. */
    Optional<Intercept> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The one with that full name, in whichever namespace. */
    Optional<Intercept> named(String name) {
        return all().stream().filter(intercept -> intercept.name().equals(name)).findFirst();
    }

    /** The one with that identifier of the hosted service's. */
    Optional<Intercept> ofCloud(String id) {
        return all().stream()
                .filter(intercept -> id.equals(intercept.cloudId()))
                .findFirst();
    }

    /** Takes one up, or changes it. */
    synchronized void put(Intercept intercept) {
        Map<String, Intercept> next = new LinkedHashMap<>(byKey);
        next.put(intercept.key(), intercept);
        Map<String, Ended> others = new LinkedHashMap<>(ended);
        others.remove(intercept.key());
        // Written before it counts: what a full disk refuses has not happened.
        write(next, others);
        byKey.put(intercept.key(), intercept);
        ended.remove(intercept.key());
    }

    /** Gives one up by the user's own will; it is not reported as ended. */
    synchronized void remove(String key) {
        byKey.remove(key);
        ended.remove(key);
        seen.remove(key);
        write(byKey, ended);
    }

    /** Notes that somebody else ended one; nothing happens where it is not this laptop's any more. */
    synchronized boolean endedBy(String key, String by) {
        Intercept gone = byKey.remove(key);
        seen.remove(key);
        if (gone == null) {
            return false;
        }
        ended.put(
                key,
                new Ended(gone.namespace(), gone.name(), by, clock.instant().toString()));
        write(byKey, ended);
        return true;
    }

    /** Forgets a note of {@link #endedBy}; says whether there was one. */
    synchronized boolean forgetEnded(String name) {
        boolean removed = ended.values().removeIf(each -> each.name().equals(name));
        if (removed) {
            write(byKey, ended);
        }
        return removed;
    }

    /** Gives all up that there are, to be taken out of the session's cluster when it can be reached again. */
    synchronized void giveUp(@Nullable Session session) {
        if (session != null) {
            all().forEach(each ->
                    givenUp.add(new GivenUp(session.context(), session.kubeconfig(), each.namespace(), each.name())));
        }
        write(Map.of(), ended);
        byKey.clear();
        seen.clear();
    }

    /** What is still to be taken out of a cluster. */
    synchronized List<GivenUp> givenUp() {
        return List.copyOf(givenUp);
    }

    /** Forgets what has been taken out. */
    synchronized void takenOut(GivenUp gone) {
        givenUp.remove(gone);
        write(byKey, ended);
    }

    /** Notes how the cluster has it. */
    void seen(StoredIntercept stored) {
        if (byKey.containsKey(stored.key())) {
            seen.put(stored.key(), stored);
        }
    }

    /** How the cluster has it, if it was seen. */
    @Nullable
    StoredIntercept lastSeen(String key) {
        return seen.get(key);
    }

    @Override
    public Optional<LocalTarget> target(String key) {
        Intercept intercept = byKey.get(key);
        return intercept == null
                ? Optional.empty()
                : Optional.of(new LocalTarget(intercept.targetHost(), intercept.targetPort()));
    }

    @Override
    public boolean reachesIngress(String key, String authority) {
        Intercept intercept = byKey.get(key);
        return intercept != null
                && intercept.ingressHost() != null
                && authority.equals(intercept.ingressHost() + ":" + intercept.ingressPort());
    }

    private void write(Map<String, Intercept> intercepts, Map<String, Ended> others) {
        file.write(new Intercepts(
                new ArrayList<>(intercepts.values()), new ArrayList<>(others.values()), new ArrayList<>(givenUp)));
    }
}
