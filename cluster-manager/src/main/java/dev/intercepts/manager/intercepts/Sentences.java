package dev.intercepts.manager.intercepts;

import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.intercept.WorkloadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Words for people about intercepts. */
public final class Sentences {

    private Sentences() {}

    /** What an intercept takes: {@code all TCP connections}, {@code HTTP requests with header x ~ y}. */
    public static String what(InterceptSpec spec) {
        if (spec.mechanism() == Mechanism.TCP) {
            return "all TCP connections";
        }
        List<String> conditions = new ArrayList<>();
        spec.match().headers().forEach(header -> conditions.add("header " + header.name() + " ~ " + header.regex()));
        if (spec.match().pathPrefix() != null) {
            conditions.add("path " + spec.match().pathPrefix() + "*");
        }
        return conditions.isEmpty() ? "all HTTP requests" : "HTTP requests with " + String.join(" and ", conditions);
    }

    /** Why something that belongs to something else is not intercepted. */
    static String belongs(WorkloadRef workload, String owner) {
        boolean known = Arrays.stream(WorkloadKind.values())
                .anyMatch(kind -> owner.startsWith(kind.name().toLowerCase(Locale.ROOT) + "/"));
        return workload + " belongs to " + owner
                + (known
                        ? "; intercept that"
                        : ", which changes it as it likes; only Deployments, StatefulSets and ReplicaSets can be intercepted");
    }

    /** A duration in its largest whole unit: {@code 24 hours}, {@code 90 seconds}. */
    static String words(Duration duration) {
        if (duration.toSeconds() % 3600 == 0) {
            return duration.toHours() + " hours";
        }
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " minutes" : duration.toSeconds() + " seconds";
    }
}
