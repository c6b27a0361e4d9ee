package dev.intercepts.connector.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.connector.contract.InterceptOptions;
import dev.intercepts.protocol.intercept.InterceptNames;
import dev.intercepts.protocol.intercept.LocalTarget;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.intercept.RoutePreference;
import dev.intercepts.protocol.intercept.WorkloadKind;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Match;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannedTest {

    private static final String UUID = "0b5a7d3c-7b1f-4c43-a6b0-1d5f6d0d3f4e";

    /** The flags of a test, by name. */
    private record Flags(
            String name,
            String port,
            @Nullable String deployment,
            @Nullable String workload,
            @Nullable String mechanism,
            List<String> match,
            @Nullable String path,
            @Nullable Boolean preview,
            @Nullable String route) {

        static final Flags HELLO = new Flags("hello", "9000", null, null, null, List.of(), null, null, null);

        Flags port(String value) {
            return new Flags(name, value, deployment, workload, mechanism, match, path, preview, route);
        }

        Flags deployment(String value) {
            return new Flags(name, port, value, workload, mechanism, match, path, preview, route);
        }

        Flags workload(String value) {
            return new Flags(name, port, deployment, value, mechanism, match, path, preview, route);
        }

        Flags mechanism(String value) {
            return new Flags(name, port, deployment, workload, value, match, path, preview, route);
        }

        Flags match(String... values) {
            return new Flags(name, port, deployment, workload, mechanism, List.of(values), path, preview, route);
        }

        Flags path(String value) {
            return new Flags(name, port, deployment, workload, mechanism, match, value, preview, route);
        }

        Flags preview(boolean value) {
            return new Flags(name, port, deployment, workload, mechanism, match, path, value, route);
        }

        Flags route(String value) {
            return new Flags(name, port, deployment, workload, mechanism, match, path, preview, value);
        }
    }

    private static Planned plan(Flags flags, boolean loggedIn, @Nullable String namespace) {
        InterceptOptions options = new InterceptOptions(
                flags.name(),
                flags.port(),
                flags.deployment(),
                flags.workload(),
                null,
                flags.mechanism(),
                flags.match(),
                flags.path(),
                flags.preview(),
                IngressOptions.NONE,
                null,
                false,
                flags.route(),
                true);
        return Planned.of(options, UUID, loggedIn, namespace, "default");
    }

    private static Failure refused(boolean loggedIn, UnaryOperator<Flags> change) {
        FailureException e =
                catchThrowableOfType(FailureException.class, () -> plan(change.apply(Flags.HELLO), loggedIn, null));
        assertThat(e).as("refused").isNotNull();
        return e.failure();
    }

    @Test
    void loggedOutItTakesEverything() {
        Planned planned = plan(Flags.HELLO, false, null);

        assertThat(planned.mechanism()).isEqualTo(Mechanism.TCP);
        assertThat(planned.match()).isEqualTo(Match.ALL);
        assertThat(planned.preview()).isFalse();
        assertThat(planned.target()).isEqualTo(new LocalTarget("127.0.0.1", 9000));
        assertThat(planned.route()).isEqualTo(RoutePreference.AUTO);
    }

    @Test
    void loggedInItMatchesItsOwnHeaderAndHasAPreview() {
        Planned planned = plan(Flags.HELLO, true, null);

        assertThat(planned.mechanism()).isEqualTo(Mechanism.HTTP);
        assertThat(planned.match()).isEqualTo(InterceptNames.autoMatch(UUID, "hello"));
        assertThat(planned.preview()).isTrue();
        assertThat(planned.previewHeaders()).isEqualTo(Map.of("x-telepresence-intercept-id", UUID + ":hello"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // namespace, deployment, workload → name, namespace, workload
                "-,     -,     -,                hello,      default, hello",
                "myns,  -,     -,                hello-myns, myns,    hello",
                "myns,  other, -,                hello,      myns,    other",
                "myns,  -,     statefulset/db,   hello,      myns,    db",
                "-,     -,     deployments/x,    hello,      default, x",
            })
    void namesFollowTheNamespaceUnlessTheWorkloadIsNamed(
            @Nullable String namespace,
            @Nullable String deployment,
            @Nullable String workload,
            String name,
            String inNamespace,
            String ofWorkload) {
        Flags flags = Flags.HELLO;
        flags = deployment == null ? flags : flags.deployment(deployment);
        flags = workload == null ? flags : flags.workload(workload);

        Planned planned = plan(flags, true, namespace);

        assertThat(planned.fullName()).isEqualTo(name);
        assertThat(planned.namespace()).isEqualTo(inNamespace);
        assertThat(planned.workload()).isEqualTo(ofWorkload);
    }

    @Test
    void workloadKinds() {
        assertThat(plan(Flags.HELLO, false, null).kind()).isNull();
        assertThat(plan(Flags.HELLO.deployment("x"), false, null).kind()).isEqualTo(WorkloadKind.Deployment);
        assertThat(plan(Flags.HELLO.workload("StatefulSet/x"), false, null).kind())
                .isEqualTo(WorkloadKind.StatefulSet);
        assertThat(refused(false, flags -> flags.workload("pod/x")).message()).contains("pod/x");
    }

    @Test
    void aMatchImpliesHttpAndAllMustHold() {
        Planned planned = plan(Flags.HELLO.match("auto", "X-User=^ada$").path("/api"), false, null);

        assertThat(planned.mechanism()).isEqualTo(Mechanism.HTTP);
        assertThat(planned.preview()).isFalse();
        assertThat(planned.match().headers()).hasSize(2).contains(new HeaderCondition("X-User", "^ada$"));
        assertThat(planned.match().pathPrefix()).isEqualTo("/api");
        assertThat(plan(Flags.HELLO.match("all"), false, null).match()).isEqualTo(Match.ALL);
    }

    @Test
    void aValueMayHoldAnEqualsSign() {
        assertThat(plan(Flags.HELLO.match("x-a=b=c"), false, null).match().headers())
                .containsExactly(new HeaderCondition("x-a", "b=c"));
    }

    @Test
    void previewsSetWhatEachConditionDemands() {
        Planned planned = plan(Flags.HELLO.match("X-User=^ada\\.l$"), true, null);

        assertThat(planned.previewHeaders())
                .isEqualTo(Map.of("x-telepresence-intercept-id", UUID + ":hello", "x-user", "ada.l"));
        assertThat(refused(true, flags -> flags.match("x-user=ada|bob")).code()).isEqualTo("preview-needs-value");
        assertThat(plan(Flags.HELLO.match("x-user=ada|bob").preview(false), true, null)
                        .preview())
                .isFalse();
    }

    @Test
    void tcpAndPreviewsExcludeEachOther() {
        Failure failure = refused(true, flags -> flags.mechanism("tcp").preview(true));

        assertThat(failure.exit()).isEqualTo(2);
        assertThat(failure.message()).contains("--mechanism=tcp");
        assertThat(plan(Flags.HELLO.mechanism("tcp"), true, null).preview()).isFalse();
    }

    @Test
    void aPreviewNeedsALogin() {
        assertThat(refused(false, flags -> flags.preview(true)).exit()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"0", "65536", "x", ":http", "''", "-1"})
    void badPortsAreRefusedWithTheirValue(String port) {
        Failure failure = refused(false, flags -> flags.port(port));

        assertThat(failure.exit()).isEqualTo(2);
        assertThat(failure.message()).startsWith("--port: " + port);
    }

    @Test
    void theServicePortFollowsTheColon() {
        assertThat(plan(Flags.HELLO.port("9000:http"), false, null).servicePort())
                .isEqualTo("http");
        assertThat(plan(Flags.HELLO.port("9000:80"), false, null).servicePort()).isEqualTo("80");
        assertThat(plan(Flags.HELLO.port("9000"), false, null).servicePort()).isNull();
    }

    @Test
    void badWordsAreRefused() {
        assertThat(refused(false, flags -> flags.match("x-a=(")).message()).contains("x-a", "(");
        assertThat(refused(false, flags -> flags.match("nothing")).code()).isEqualTo("bad-match");
        assertThat(refused(false, flags -> flags.match("all", "x=y")).code()).isEqualTo("bad-match");
        assertThat(refused(false, flags -> flags.path("api")).code()).isEqualTo("bad-match");
        assertThat(refused(false, flags -> flags.mechanism("udp")).code()).isEqualTo("bad-mechanism");
        assertThat(refused(false, flags -> flags.mechanism("tcp").match("auto")).code())
                .isEqualTo("match-needs-http");
        assertThat(refused(false, flags -> flags.route("pigeon")).code()).isEqualTo("bad-route");
    }
}
