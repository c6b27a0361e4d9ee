package dev.intercepts.connector.link;

import dev.intercepts.protocol.intercept.LocalTarget;
import dev.intercepts.protocol.stream.Hop;
import dev.intercepts.protocol.stream.RefusalReason;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.tunnel.IncomingStream;
import dev.intercepts.tunnel.StreamAcceptor;
import dev.intercepts.tunnel.StreamOpener;
import dev.intercepts.tunnel.StreamRefusal;
import dev.intercepts.tunnel.StreamRequest;
import dev.intercepts.tunnel.Streams;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the streams that come to the laptop. The intercept that a stream names says where it ends; the port in the authority
 * is not trusted. From the cloud, a stream may be for the cluster's ingress instead, where the cluster may not dial out.
 */
public final class LaptopStreams implements StreamAcceptor {

    private static final Logger LOG = LoggerFactory.getLogger(LaptopStreams.class);

    private final String sessionId;
    private final LaptopTargets targets;
    private final @Nullable StreamOpener cluster;

    private LaptopStreams(String sessionId, LaptopTargets targets, @Nullable StreamOpener cluster) {
        this.sessionId = sessionId;
        this.targets = targets;
        this.cluster = cluster;
    }

    /** For streams of the Traffic Manager. */
    public static LaptopStreams fromManager(String sessionId, LaptopTargets targets) {
        return new LaptopStreams(sessionId, targets, null);
    }

    /**
     * For streams of the hosted service.
     *
     * @param cluster the way to the Traffic Manager
     */
    public static LaptopStreams fromCloud(String sessionId, LaptopTargets targets, StreamOpener cluster) {
        return new LaptopStreams(sessionId, targets, cluster);
    }

    @Override
    public void onStream(IncomingStream stream) {
        StreamRequest request = stream.request();
        String key = request.headers().getOrDefault(StreamHeaders.INTERCEPT, "");
        if (!request.authority().startsWith(sessionId + ".session:")) {
            toIngress(stream, request, key);
            return;
        }
        Optional<LocalTarget> target = targets.target(key);
        if (target.isEmpty()) {
            refuse(stream, RefusalReason.NO_SUCH_TARGET, key);
            return;
        }
        Streams.dial(stream, target.get().host(), target.get().port(), Hop.LAPTOP.token());
    }

    private void toIngress(IncomingStream stream, StreamRequest request, String key) {
        StreamOpener manager = cluster;
        if (manager == null) {
            refuse(stream, RefusalReason.NO_SUCH_TARGET, key);
        } else if (!targets.reachesIngress(key, request.authority())) {
            refuse(stream, RefusalReason.NOT_ALLOWED, key);
        } else {
            Streams.forward(stream, manager, request, Hop.CONNECTOR.token());
        }
    }

    private static void refuse(IncomingStream stream, RefusalReason reason, String key) {
        LOG.atInfo()
                .addKeyValue("authority", stream.request().authority())
                .addKeyValue("intercept", key)
                .addKeyValue("reason", reason.token())
                .log("stream refused");
        stream.refuse(new StreamRefusal(
                reason.status(),
                Map.of(StreamHeaders.REASON, reason.token(), StreamHeaders.HOP, Hop.CONNECTOR.token())));
    }
}
