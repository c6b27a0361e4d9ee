package dev.intercepts.connector.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.contract.Finding.Verdict;
import dev.intercepts.connector.doctor.ClusterFacts.Agent;
import dev.intercepts.connector.doctor.ClusterFacts.Lease;
import dev.intercepts.connector.doctor.ClusterFacts.Manager;
import dev.intercepts.connector.doctor.ClusterFacts.Purpose;
import dev.intercepts.connector.doctor.ClusterFacts.Right;
import dev.intercepts.connector.doctor.ClusterFacts.Webhook;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterChecksTest {

    private static final Webhook SOUND = new Webhook(true, true, true, true, 2);
    private static final Lease HELD = new Lease("manager-1", 1L, 5);
    private static final Manager READY = manager(2, null, true, HELD);
    private static final List<Right> ALL = List.of(
            new Right(Purpose.connect, "a", true),
            new Right(Purpose.intercept, "b", true),
            new Right(Purpose.install, "c", true));

    private static Manager manager(int ready, @Nullable String trouble, boolean active, @Nullable Lease lease) {
        return new Manager(
                "1.0",
                "intercepts/traffic-manager:1.0",
                "intercepts/traffic-agent:1.0",
                2,
                ready,
                trouble,
                active,
                lease);
    }

    private static ClusterFacts facts(
            String version,
            @Nullable Boolean namespace,
            List<Right> rights,
            @Nullable Manager manager,
            @Nullable Webhook webhook,
            boolean served,
            List<Agent> agents) {
        return new ClusterFacts(
                "prod",
                "https://api",
                null,
                "shop",
                "intercepts",
                null,
                null,
                version,
                namespace,
                rights,
                manager,
                null,
                webhook,
                served,
                agents);
    }

    private static ClusterFacts sound(@Nullable Manager manager, @Nullable Webhook webhook) {
        return facts("v1.34.0", true, ALL, manager, webhook, true, List.of());
    }

    private static ClusterFacts rights(@Nullable Manager manager, Right... rights) {
        return facts("v1.34.0", true, List.of(rights), manager, SOUND, true, List.of());
    }

    private static ClusterFacts agents(@Nullable Manager manager, String... images) {
        return facts(
                "v1.34.0",
                true,
                ALL,
                manager,
                SOUND,
                true,
                Stream.of(images)
                        .map(image -> new Agent("shop", "hello-1", image))
                        .toList());
    }

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(sound(READY, SOUND), "kubeconfig", Verdict.ok, "prod"),
                Arguments.of(sound(READY, SOUND), "API server", Verdict.ok, "https://api answers"),
                Arguments.of(sound(READY, SOUND), "Kubernetes", Verdict.ok, "v1.34.0"),
                Arguments.of(
                        facts("v1.21.9", true, ALL, READY, SOUND, true, List.of()),
                        "Kubernetes",
                        Verdict.fail,
                        "too old"),
                Arguments.of(
                        facts("v2.0.1", true, ALL, READY, SOUND, true, List.of()), "Kubernetes", Verdict.ok, "v2.0.1"),
                Arguments.of(
                        facts("v1.30.1-eks-1", true, ALL, READY, SOUND, true, List.of()),
                        "Kubernetes",
                        Verdict.ok,
                        "eks"),
                Arguments.of(
                        facts("main", true, ALL, READY, SOUND, true, List.of()), "Kubernetes", Verdict.warn, "main"),
                Arguments.of(sound(READY, SOUND), "rights to connect", Verdict.ok, "all 1"),
                Arguments.of(
                        rights(READY, new Right(Purpose.connect, "get this", false)),
                        "rights to connect",
                        Verdict.fail,
                        "you may not get this"),
                Arguments.of(
                        rights(null, new Right(Purpose.install, "create that", false)),
                        "rights to install",
                        Verdict.fail,
                        "you may not create that"),
                Arguments.of(
                        rights(READY, new Right(Purpose.install, "create that", false)),
                        "rights to install",
                        Verdict.ok,
                        "need none"),
                Arguments.of(
                        facts("v1.34.0", false, ALL, READY, SOUND, true, List.of()),
                        "namespace",
                        Verdict.fail,
                        "shop is not there"),
                Arguments.of(
                        facts("v1.34.0", null, ALL, READY, SOUND, true, List.of()), "namespace", Verdict.ok, "shop"),
                Arguments.of(sound(null, null), "Traffic Manager", Verdict.warn, "not installed"),
                Arguments.of(sound(READY, SOUND), "Traffic Manager", Verdict.ok, "2 of 2 pods ready"),
                Arguments.of(
                        sound(manager(1, "ErrImagePull", true, HELD), SOUND),
                        "Traffic Manager",
                        Verdict.warn,
                        "1 of 2 pods ready, image intercepts/traffic-manager:1.0: ErrImagePull"),
                Arguments.of(sound(manager(0, null, false, null), SOUND), "Traffic Manager", Verdict.fail, "0 of 2"),
                Arguments.of(sound(READY, SOUND), "working replica", Verdict.ok, "manager-1 holds"),
                Arguments.of(
                        sound(manager(2, null, true, new Lease("manager-1", 51L, 5)), SOUND),
                        "working replica",
                        Verdict.fail,
                        "for 51 s"),
                Arguments.of(
                        sound(manager(2, null, true, new Lease("manager-1", 50L, 5)), SOUND),
                        "working replica",
                        Verdict.ok,
                        "manager-1 holds"),
                Arguments.of(sound(manager(2, null, true, null), SOUND), "working replica", Verdict.ok, "works"),
                Arguments.of(sound(manager(2, null, false, null), SOUND), "working replica", Verdict.fail, "none"),
                Arguments.of(
                        sound(manager(2, null, false, new Lease(null, null, 5)), SOUND),
                        "working replica",
                        Verdict.fail,
                        "none"),
                Arguments.of(sound(READY, SOUND), "webhook", Verdict.ok, "2 pods answer"),
                Arguments.of(sound(READY, null), "webhook", Verdict.ok, "may not look"),
                Arguments.of(
                        sound(READY, new Webhook(false, false, false, true, 2)),
                        "webhook",
                        Verdict.fail,
                        "is not there"),
                Arguments.of(
                        sound(READY, new Webhook(true, false, false, true, 2)), "webhook", Verdict.fail, "names no"),
                Arguments.of(
                        sound(READY, new Webhook(true, true, false, true, 2)),
                        "webhook",
                        Verdict.fail,
                        "names another"),
                Arguments.of(
                        sound(READY, new Webhook(true, true, null, true, 2)), "webhook", Verdict.ok, "may not compare"),
                Arguments.of(sound(READY, new Webhook(true, true, true, false, 2)), "webhook", Verdict.fail, "Service"),
                Arguments.of(sound(READY, new Webhook(true, true, true, null, 2)), "webhook", Verdict.ok, "2 pods"),
                Arguments.of(
                        sound(READY, new Webhook(true, true, true, true, 0)),
                        "webhook",
                        Verdict.fail,
                        "no pod answers"),
                Arguments.of(sound(READY, SOUND), "custom resource", Verdict.ok, "is served"),
                Arguments.of(
                        facts("v1.34.0", true, ALL, READY, SOUND, false, List.of()),
                        "custom resource",
                        Verdict.fail,
                        "does not serve"),
                Arguments.of(agents(READY), "Traffic Agents", Verdict.ok, "none run"),
                Arguments.of(agents(READY, "intercepts/traffic-agent:1.0"), "Traffic Agents", Verdict.ok, "1 run"),
                Arguments.of(
                        agents(READY, "intercepts/traffic-agent:1.0", "intercepts/traffic-agent:0.9"),
                        "Traffic Agents",
                        Verdict.warn,
                        "1 of 2 are of another image"),
                Arguments.of(
                        agents(null, "intercepts/traffic-agent:0.9"),
                        "Traffic Agents",
                        Verdict.warn,
                        "without a Traffic Manager"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void says(ClusterFacts facts, String check, Verdict verdict, String words) {
        Finding finding = ClusterChecks.of(facts).stream()
                .filter(each -> each.check().equals(check))
                .findFirst()
                .orElseThrow();
        assertThat(finding.message()).contains(words);
        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.remedy().isEmpty()).isEqualTo(verdict == Verdict.ok);
    }

    @Test
    void eachMissingRightHasALineOfItsOwn() {
        assertThat(ClusterChecks.of(rights(
                        READY,
                        new Right(Purpose.intercept, "create intercepts", false),
                        new Right(Purpose.intercept, "list pods", true),
                        new Right(Purpose.intercept, "patch intercepts", false))))
                .filteredOn(finding -> finding.check().equals("rights to intercept"))
                .extracting(Finding::message)
                .containsExactly("you may not create intercepts", "you may not patch intercepts");
    }

    @Test
    void whereTheApiServerDoesNotAnswerNothingElseIsGuessed() {
        Failure failure =
                new Failure("kube-unreachable", "cannot ask: refused", "see that it is up", Exit.NOT_CONNECTED);
        assertThat(ClusterChecks.of(new ClusterFacts(
                        "prod",
                        "https://api",
                        "http://proxy:3128",
                        "shop",
                        "intercepts",
                        null,
                        failure,
                        "",
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        false,
                        List.of())))
                .containsExactly(
                        Finding.ok("kubeconfig", "context prod"),
                        Finding.fail(
                                "API server",
                                "https://api through the proxy http://proxy:3128: cannot ask: refused",
                                "see that the proxy leads there: proxy-url of the kubeconfig, or the daemon's HTTPS_PROXY"));
    }
}
