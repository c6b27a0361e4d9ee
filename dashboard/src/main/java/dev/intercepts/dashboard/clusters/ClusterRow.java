package dev.intercepts.dashboard.clusters;

import dev.intercepts.cloud.clusters.ClusterStatus;
import dev.intercepts.dashboard.words.Moment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One cluster as the page shows it.
 *
 * @param tone {@code good}, {@code wait} or {@code bad}
 */
record ClusterRow(
        String id,
        String name,
        String uid,
        String tone,
        String stateWord,
        String meaning,
        boolean revoked,
        @Nullable Moment connectedSince,
        @Nullable Moment lastSeen,
        @Nullable String version,
        Moment added) {

    static ClusterRow of(ClusterStatus cluster, Instant now) {
        return new ClusterRow(
                cluster.id().toString(),
                cluster.name(),
                cluster.uid(),
                switch (cluster.state()) {
                    case CONNECTED -> "good";
                    case NEW -> "wait";
                    case SILENT, REVOKED -> "bad";
                },
                switch (cluster.state()) {
                    case CONNECTED -> "Connected";
                    case NEW -> "New";
                    case SILENT -> "Silent";
                    case REVOKED -> "Revoked";
                },
                switch (cluster.state()) {
                    case CONNECTED -> "";
                    case NEW -> "Its Traffic Manager has not reported yet.";
                    case SILENT ->
                        "Its Traffic Manager has stopped reporting: it does not run, or it does not reach this service."
                                + " Run telepresence doctor.";
                    case REVOKED ->
                        "Its Traffic Manager is not let in, and nothing reaches its previews, until a member intercepts something"
                                + " in it.";
                },
                cluster.state() == ClusterStatus.State.REVOKED,
                Moment.ofNullable(cluster.connectedSince(), now),
                Moment.ofNullable(cluster.lastSeen(), now),
                cluster.managerVersion(),
                Moment.of(cluster.addedAt(), now));
    }
}
