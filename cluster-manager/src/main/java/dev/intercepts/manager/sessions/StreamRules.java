package dev.intercepts.manager.sessions;

import dev.intercepts.manager.intercepts.Decision;
import dev.intercepts.manager.world.ClusterSnapshot;
import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.InterceptResource;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.PodView;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.tunnel.StreamRequest;
import java.util.Optional;

/** Who may open which stream (docs/protocol.md, Who checks what). Pure. */
public final class StreamRules {

    private static final String SESSION = ".session";

    private StreamRules() {}

    /**
     * Whether a pod's agent may open a stream: only for an intercept that holds a port of its own workload, to the session of
     * that intercept.
     *
     * @return the intercept's specification, by whose preference the way is chosen
     */
    public static Optional<InterceptSpec> fromAgent(
            StreamRequest request, PodRef pod, ClusterSnapshot cluster, Decision decision) {
        PodView view = cluster.pods().get(pod);
        return intercept(request)
                .flatMap(ref -> Optional.ofNullable(decision.holders().get(ref)))
                .filter(holder -> view != null && holder.workload().equals(view.workload()))
                .map(Decision.Holder::spec)
                .filter(spec -> Authority.parse(request.authority())
                        .filter(authority -> authority.host().equals(spec.sessionId() + SESSION))
                        .isPresent());
    }

    /**
     * Whether the hosted service may open a stream: only to the ingress of the intercept that it names.
     *
     * @return where to
     */
    public static Optional<Authority> fromCloud(StreamRequest request, ClusterSnapshot cluster) {
        Optional<Authority> authority = Authority.parse(request.authority());
        return intercept(request)
                .flatMap(ref -> cluster.intercepts().stream()
                        .filter(resource -> resource.ref().equals(ref))
                        .findFirst())
                .flatMap(StreamRules::ingress)
                .map(ingress -> new Authority(ingress.host(), ingress.port()))
                .filter(allowed -> authority.filter(allowed::equals).isPresent());
    }

    private static Optional<Ingress> ingress(InterceptResource resource) {
        return switch (resource.spec()) {
            case InterceptResource.Spec.Readable(InterceptSpec spec) -> Optional.ofNullable(spec.ingress());
            case InterceptResource.Spec.Unreadable ignored -> Optional.empty();
        };
    }

    private static Optional<InterceptRef> intercept(StreamRequest request) {
        String name = request.headers().getOrDefault(StreamHeaders.INTERCEPT, "");
        int slash = name.indexOf('/');
        return slash < 1
                ? Optional.empty()
                : Optional.of(new InterceptRef(name.substring(0, slash), name.substring(slash + 1)));
    }
}
