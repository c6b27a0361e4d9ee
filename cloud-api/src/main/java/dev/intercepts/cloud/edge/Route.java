package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.banner.BannerScript;
import dev.intercepts.cloud.previews.PreviewTarget;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.protocol.stream.TraceParent;
import dev.intercepts.tunnel.StreamRequest;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A preview's target with all that can be prepared before a request comes. */
final class Route {

    private final PreviewTarget target;
    private final AtomicInteger requests;
    private final String streamTarget;
    private final String via;
    private final byte[] fixedFields;
    private final Set<String> setNames;
    private final byte[] bannerScript;
    private final String l5Host;
    private final Map<EventLoop, EventLoop> detours = new ConcurrentHashMap<>();

    /**
     * Prepares a target.
     *
     * @param requests counts what is under way, shared with the routes that this preview had before
     */
    Route(PreviewTarget target, EdgeConfig config, AtomicInteger requests) {
        this.target = target;
        this.requests = requests;
        Ingress ingress = target.ingress();
        String host = ingress.host().contains(":") && !ingress.host().startsWith("[")
                ? "[" + ingress.host() + "]"
                : ingress.host();
        this.streamTarget = host + ":" + ingress.port();
        this.l5Host = printable(ingress.effectiveL5Host()).replace(" ", "");
        this.via = LoopToken.of(target.label());
        StringBuilder fixed = new StringBuilder();
        target.previewHeaders().forEach((name, value) -> {
            if (RequestRewriter.settable(name)) {
                fixed.append(name).append(": ").append(printable(value)).append("\r\n");
            }
        });
        fixed.append("X-Forwarded-Proto: ").append(config.scheme()).append("\r\n");
        this.fixedFields = fixed.toString().getBytes(StandardCharsets.UTF_8);
        this.setNames = target.previewHeaders().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        this.bannerScript = BannerScript.render(
                target.ownerName(),
                target.organizationName(),
                config.dashboard().toString());
    }

    /** What members typed can't end a header field and begin another. */
    private static String printable(String value) {
        return value.replaceAll("\\p{Cntrl}", "");
    }

    /** The {@code Host} that the ingress expects. */
    String l5Host() {
        return l5Host;
    }

    PreviewTarget target() {
        return target;
    }

    boolean isPrivate() {
        return target.access() == Access.PRIVATE;
    }

    /** What a stream to the ingress is asked for, on behalf of a span. */
    StreamRequest streamRequest(TraceParent asker) {
        return new StreamRequest(
                streamTarget,
                Map.of(StreamHeaders.INTERCEPT, target.interceptKey(), TraceParent.NAME, asker.toString()));
    }

    /** The token in {@code Via} by which a loop is recognised. */
    String via() {
        return via;
    }

    /** Fields that are the same for all requests, with line ends. */
    byte[] fixedFields() {
        return fixedFields;
    }

    /** Names of the preview's own headers, in lower case: a visitor's are dropped. */
    Set<String> setNames() {
        return setNames;
    }

    byte[] bannerScript() {
        return bannerScript;
    }

    /** Where streams were opened last for visitors on another loop; the loop itself where nothing is known. */
    EventLoop homeOf(EventLoop loop) {
        return detours.getOrDefault(loop, loop);
    }

    /** Remembers that a stream which was wanted on one loop came up on another. */
    void learnHome(EventLoop wanted, EventLoop got) {
        if (wanted == got) {
            detours.remove(wanted);
        } else {
            detours.put(wanted, got);
        }
    }

    /** Counts a request in, unless there are too many. */
    boolean enter(int limit) {
        if (requests.incrementAndGet() > limit) {
            requests.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        requests.decrementAndGet();
    }
}
