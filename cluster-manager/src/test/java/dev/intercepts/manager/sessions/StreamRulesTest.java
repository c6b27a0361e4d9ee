package dev.intercepts.manager.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.manager.intercepts.Decision;
import dev.intercepts.manager.world.ClusterSnapshot;
import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.InterceptResource;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.NamespaceRules;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.PodView;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.LocalTarget;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.intercept.Owner;
import dev.intercepts.protocol.intercept.RoutePreference;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.tunnel.StreamRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamRulesTest {

    private static final String SESSION = "a".repeat(32);
    private static final WorkloadRef HELLO = workload("hello");
    private static final InterceptRef INTERCEPT = new InterceptRef("default", "mine");
    private static final InterceptSpec SPEC = new InterceptSpec(
            HELLO.workload(),
            null,
            null,
            Mechanism.TCP,
            Match.ALL,
            new LocalTarget("127.0.0.1", 9000),
            SESSION,
            new Owner("ada", "laptop"),
            RoutePreference.AUTO,
            new Ingress("ingress.shop", 443, true, "shop.example"),
            null);
    private static final ClusterSnapshot CLUSTER = ClusterSnapshot.of(
            List.of(new InterceptResource(
                    INTERCEPT, "u", 1, Instant.EPOCH, new InterceptResource.Spec.Readable(SPEC), null)),
            List.of(),
            List.of(),
            List.of(pod("hello-1", HELLO), pod("other-1", workload("other"))),
            NamespaceRules.NONE);
    private static final Decision DECISION = new Decision(
            Map.of(),
            Map.of(),
            Map.of(INTERCEPT, new Decision.Holder(SPEC, HELLO, "app")),
            Map.of(),
            Map.of(),
            Set.of(),
            List.of(),
            null);

    // The port is the connector's to choose; it does not trust it either.
    @ParameterizedTest
    @CsvSource({
        "hello-1, default/mine, SESSION.session:9000, true",
        "hello-1, default/mine, SESSION.session:1, true",
        "other-1, default/mine, SESSION.session:9000, false",
        "unknown, default/mine, SESSION.session:9000, false",
        "hello-1, default/other, SESSION.session:9000, false",
        "hello-1, prod/mine, SESSION.session:9000, false",
        "hello-1, '', SESSION.session:9000, false",
        "hello-1, default/mine, bbbb.session:9000, false",
        "hello-1, default/mine, SESSION:9000, false",
        "hello-1, default/mine, 10.0.0.1:9000, false",
        "hello-1, default/mine, SESSION.session, false",
    })
    void anAgentReachesTheSessionOfAnInterceptOfItsOwnWorkload(
            String pod, String intercept, String authority, boolean allowed) {
        StreamRequest request =
                new StreamRequest(authority.replace("SESSION", SESSION), Map.of(StreamHeaders.INTERCEPT, intercept));

        assertThat(StreamRules.fromAgent(request, new PodRef("default", pod), CLUSTER, DECISION)
                        .isPresent())
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "default/mine, ingress.shop:443, true",
        "default/mine, ingress.shop:80, false",
        "default/mine, shop.example:443, false",
        "default/mine, 169.254.169.254:443, false",
        "default/other, ingress.shop:443, false",
        "'', ingress.shop:443, false",
    })
    void theServiceReachesTheIngressThatAnInterceptNames(String intercept, String authority, boolean allowed) {
        StreamRequest request = new StreamRequest(authority, Map.of(StreamHeaders.INTERCEPT, intercept));

        assertThat(StreamRules.fromCloud(request, CLUSTER).isPresent()).isEqualTo(allowed);
    }

    private static WorkloadRef workload(String name) {
        return new WorkloadRef("default", new Workload(WorkloadKind.Deployment, name));
    }

    private static PodView pod(String name, WorkloadRef workload) {
        return new PodView(new PodRef("default", name), workload, true, null, Mark.ENABLED, Set.of(8080), null);
    }
}
