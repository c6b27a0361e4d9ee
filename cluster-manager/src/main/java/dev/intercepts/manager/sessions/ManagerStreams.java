package dev.intercepts.manager.sessions;

import dev.intercepts.manager.intercepts.Decision;
import dev.intercepts.manager.world.ClusterSnapshot;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.stream.Hop;
import dev.intercepts.protocol.stream.RefusalReason;
import dev.intercepts.tunnel.IncomingStream;
import dev.intercepts.tunnel.Streams;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins the streams that come to the manager with where they lead. */
public final class ManagerStreams {

    private static final Logger LOG = LoggerFactory.getLogger(ManagerStreams.class);

    private final Supplier<ClusterSnapshot> cluster;
    private final Supplier<Decision> decision;
    private final Laptops laptops;
    private final Reach reach;

    /**
     * Makes them.
     *
     * @param cluster as it was seen last; asked on event loops
     * @param decision the last one
     * @param reach where streams into the cluster may lead
     */
    public ManagerStreams(
            Supplier<ClusterSnapshot> cluster, Supplier<Decision> decision, Laptops laptops, Reach reach) {
        this.cluster = cluster;
        this.decision = decision;
        this.laptops = laptops;
        this.reach = reach;
    }

    /** From an agent to a laptop. */
    public void fromAgent(IncomingStream stream) {
        PodRef pod = new PodRef(
                stream.peer().attributes().getOrDefault("namespace", ""),
                stream.peer().attributes().getOrDefault("pod", ""));
        Optional<InterceptSpec> spec = StreamRules.fromAgent(stream.request(), pod, cluster.get(), decision.get());
        if (spec.isEmpty()) {
            refuse(stream, RefusalReason.NOT_ALLOWED);
        } else {
            Streams.forward(
                    stream,
                    laptops.to(spec.get().sessionId(), spec.get().route()),
                    stream.request(),
                    Hop.MANAGER.token());
        }
    }

    /**
     * From a laptop into the cluster: what the manager itself can reach, since the laptop's user may forward to its pod. Not
     * beyond {@link Reach} all the same: the laptop passes on what visitors of its previews ask for, too.
     */
    public void fromLaptop(IncomingStream stream) {
        Authority.parse(stream.request().authority())
                .ifPresentOrElse(
                        target -> Streams.dial(stream, target.host(), target.port(), Hop.MANAGER.token(), reach),
                        () -> refuse(stream, RefusalReason.NO_SUCH_TARGET));
    }

    /** From the hosted service to an ingress. */
    public void fromCloud(IncomingStream stream) {
        StreamRules.fromCloud(stream.request(), cluster.get())
                .ifPresentOrElse(
                        target -> Streams.dial(stream, target.host(), target.port(), Hop.INGRESS.token(), reach),
                        () -> refuse(stream, RefusalReason.NOT_ALLOWED));
    }

    private static void refuse(IncomingStream stream, RefusalReason reason) {
        LOG.atInfo()
                .addKeyValue("peer", stream.peer().id())
                .addKeyValue("authority", stream.request().authority())
                .addKeyValue("reason", reason.token())
                .log("Refused a stream");
        stream.refuse(Refusals.of(reason));
    }
}
