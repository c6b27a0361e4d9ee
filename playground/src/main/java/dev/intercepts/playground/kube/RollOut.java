package dev.intercepts.playground.kube;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One step of a rolling update: how many pods each ReplicaSet shall have now.
 *
 * @param current of the wanted template's ReplicaSet
 * @param old of the others, in the order they were given
 */
record RollOut(int current, List<Integer> old) {

    /**
     * A ReplicaSet as it is.
     *
     * @param replicas as many as it was told to have
     * @param ready as many of them as are ready
     */
    record Set(int replicas, int ready) {}

    /**
     * The next step: never more than {@code desired + surge} pods, never fewer than {@code desired - unavailable} ready ones.
     */
    static RollOut next(int desired, int surge, int unavailable, Set current, List<Set> old) {
        int total = current.replicas() + old.stream().mapToInt(Set::replicas).sum();
        int grown = current.replicas() >= desired
                ? desired
                : Math.min(desired, current.replicas() + Math.max(0, desired + surge - total));
        int ready = current.ready() + old.stream().mapToInt(Set::ready).sum();
        int spare = Math.max(0, ready - (desired - unavailable));
        List<Integer> shrunk = new ArrayList<>();
        for (Set set : old) {
            int unready = set.replicas() - Math.min(set.replicas(), set.ready());
            int goes = Math.min(set.replicas() - unready, spare);
            spare -= goes;
            shrunk.add(set.replicas() - unready - goes);
        }
        return new RollOut(grown, List.copyOf(shrunk));
    }

    /**
     * The number that {@code maxSurge} or {@code maxUnavailable} means.
     *
     * @param limit a number or a percentage such as {@code 25%}
     * @param up whether a percentage is rounded up
     */
    static int count(JsonNode limit, int desired, boolean up) {
        String text = limit.asString("");
        if (!text.endsWith("%")) {
            return limit.asInt(0);
        }
        double exact = desired * Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0;
        return (int) (up ? Math.ceil(exact) : Math.floor(exact));
    }
}
