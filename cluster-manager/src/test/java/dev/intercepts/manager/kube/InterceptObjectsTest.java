package dev.intercepts.manager.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.InterceptResource;
import dev.intercepts.manager.world.InterceptResource.Spec;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import dev.intercepts.protocol.intercept.LocalTarget;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.intercept.Owner;
import dev.intercepts.protocol.intercept.RoutePreference;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Match;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterceptObjectsTest {

    private static final String WHOLE = """
            apiVersion: intercepts.dev/v1
            kind: Intercept
            metadata: {name: hello, namespace: default, uid: u1, generation: 3, creationTimestamp: "2026-01-01T00:00:00Z"}
            spec:
              workload: {kind: Deployment, name: hello}
              mechanism: http
              match: {headers: [{name: x-id, regex: ^1$}], pathPrefix: /api}
              target: {host: 127.0.0.1, port: 9000}
              sessionId: s
              owner: {user: ada, laptop: l}
              route: relay
              somethingNew: 7
            status: {state: ACTIVE, message: m, observedGeneration: 2, since: "2026-01-01T00:00:01Z", agentsReady: 1,
              agentsWanted: 1, servicePortCount: 1}
            """;

    @Test
    void aStatusWithoutATimeThatCanBeReadIsNone() {
        assertThat(read(WHOLE.replace("2026-01-01T00:00:01Z", "yesterday")).status())
                .isNull();
    }

    @Test
    void readsWhatIsThere() {
        InterceptResource resource = read(WHOLE);

        assertThat(resource.ref()).isEqualTo(new InterceptRef("default", "hello"));
        assertThat(resource.uid()).isEqualTo("u1");
        assertThat(resource.generation()).isEqualTo(3);
        assertThat(resource.created()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(resource.status())
                .isEqualTo(new InterceptStatus(
                        InterceptState.ACTIVE, "m", 2, "2026-01-01T00:00:01Z", 1, 1, null, null, 1));
        assertThat(resource.spec())
                .isEqualTo(new Spec.Readable(new InterceptSpec(
                        new Workload(WorkloadKind.Deployment, "hello"),
                        null,
                        null,
                        Mechanism.HTTP,
                        new Match(List.of(new HeaderCondition("x-id", "^1$")), "/api"),
                        new LocalTarget("127.0.0.1", 9000),
                        "s",
                        new Owner("ada", "l"),
                        RoutePreference.RELAY,
                        null,
                        null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mechanism: http|mechanism: udp|NO_MECHANISM|spec.mechanism: udp (expected: tcp or http)",
                "mechanism: http|mechanisms: http|BAD_ARGS|spec.mechanism: missing",
                "sessionId: s|session: s|BAD_ARGS|spec.sessionId: missing",
                "name: hello}|kind: Deployment}|BAD_ARGS|spec.workload: kind or name is missing",
            })
    void saysWhyASpecCannotBeRead(String text, String replacement, InterceptState state, String message) {
        int spec = WHOLE.indexOf("spec:");
        String yaml = WHOLE.substring(0, spec)
                + WHOLE.substring(spec)
                        .replace("kind: Deployment, " + text, replacement)
                        .replace(text, replacement);

        assertThat(read(yaml).spec()).isEqualTo(new Spec.Unreadable(state, message));
    }

    @Test
    void anUnknownKindOfWorkloadIsNamed() {
        Spec spec = read(WHOLE.replace("Deployment", "DaemonSet")).spec();

        assertThat(spec).isInstanceOfSatisfying(Spec.Unreadable.class, unreadable -> {
            assertThat(unreadable.state()).isEqualTo(InterceptState.BAD_ARGS);
            assertThat(unreadable.message()).contains("DaemonSet");
        });
    }

    @Test
    void aStatusPatchRemovesWhatIsNotThereAnyMore() {
        assertThat(InterceptObjects.statusPatch(
                        new InterceptStatus(InterceptState.BAD_ARGS, "m", 1, "s", 0, 0, null, null, 0)))
                .contains("\"service\":null", "\"servicePort\":null", "\"state\":\"BAD_ARGS\"");
    }

    private static InterceptResource read(String yaml) {
        return InterceptObjects.read(new KubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class));
    }
}
