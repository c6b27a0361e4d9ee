package dev.intercepts.manager.intercepts;

import static dev.intercepts.manager.intercepts.Worlds.ADA;
import static dev.intercepts.manager.intercepts.Worlds.bare;
import static dev.intercepts.manager.intercepts.Worlds.port;
import static dev.intercepts.manager.intercepts.Worlds.service;
import static dev.intercepts.manager.intercepts.Worlds.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.manager.world.LabelSelector;
import dev.intercepts.manager.world.LabelSelector.Expression;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.NamespaceRules;
import dev.intercepts.manager.world.NetworkPolicyView;
import dev.intercepts.manager.world.NetworkPolicyView.Ports;
import dev.intercepts.manager.world.NetworkPolicyView.Rule;
import dev.intercepts.manager.world.PodSecurity;
import dev.intercepts.manager.world.PodView;
import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.manager.world.WorkloadView;
import dev.intercepts.protocol.intercept.InterceptState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where no agent can stand: said before anything is changed, so that no pod is refused and no caller shut out. */
class PlacementTest {

    private static final Map<String, String> HELLO = Map.of("app", "hello");
    private static final String SHUT_OUT =
            "NetworkPolicy shop lets port 8080 into the pods of deployment/hello in namespace"
                    + " default by its number, and with an agent connections come to port 9900 instead: let in the port by its name"
                    + " http, or also 9900";

    @ParameterizedTest
    @EnumSource(
            value = PodSecurity.class,
            names = {"BASELINE", "RESTRICTED"})
    void aNumberCannotBeRedirectedWhereNetAdminIsForbidden(PodSecurity level) {
        Worlds world = unmarked();
        world.rules = new NamespaceRules(Map.of("default", level), List.of());

        assertThat(world.status("hello").state()).isEqualTo(InterceptState.NO_AGENT);
        assertThat(world.status("hello").message())
                .isEqualTo(
                        "Service hello leads to port 8080 by its number; namespace default enforces the Pod Security level "
                                + level.label()
                                + ", which forbids the NET_ADMIN that it takes to redirect that port: give the port"
                                + " a name in the pod template and let targetPort of the Service name it");
        assertThat(world.decide().mark()).isEmpty();
    }

    @Test
    void norCanTheClientsOfAHeadlessServiceBeLed() {
        Worlds world = unmarked();
        world.services = List.of(new ServiceView("default", "hello", HELLO, true, List.of(port("http", 80, "http"))));
        world.rules = new NamespaceRules(Map.of("default", PodSecurity.RESTRICTED), List.of());

        assertThat(world.status("hello").message())
                .isEqualTo(
                        "Service hello is headless, so its clients connect to port 8080 of the pods themselves; namespace"
                                + " default enforces the Pod Security level restricted, which forbids the NET_ADMIN that it takes to"
                                + " redirect that port: intercept through a Service with a cluster address that targets the port by"
                                + " name");
    }

    @Test
    void aNameMovesAnywhere() {
        Worlds world = unmarked();
        world.services = List.of(service("hello", port("http", 80, "http")));
        world.rules = new NamespaceRules(Map.of("default", PodSecurity.RESTRICTED), List.of());

        assertThat(world.decide().mark()).hasSize(1);
    }

    static List<Arguments> policies() {
        Rule byNumber = new Rule("", List.of(number(8080)));
        Rule fromShop = new Rule("shop", List.of(number(8080)));
        return List.of(
                Arguments.of("none", List.of(), null),
                Arguments.of("by number", List.of(incoming(byNumber)), SHUT_OUT),
                Arguments.of("by name", List.of(incoming(new Rule("", List.of(name("http"))))), null),
                Arguments.of("any port", List.of(incoming(new Rule("shop", null))), null),
                Arguments.of(
                        "both numbers", List.of(incoming(new Rule("", List.of(number(8080), number(9900))))), null),
                Arguments.of(
                        "a range of both", List.of(incoming(new Rule("", List.of(new Ports(null, 8000, 9999))))), null),
                Arguments.of("another port", List.of(incoming(new Rule("", List.of(number(9090))))), null),
                Arguments.of(
                        "the agent's port from the same",
                        List.of(incoming(fromShop), incoming(new Rule("shop", List.of(number(9900))))),
                        null),
                Arguments.of(
                        "the agent's port from others",
                        List.of(incoming(fromShop), incoming(new Rule("metrics", List.of(number(9900))))),
                        SHUT_OUT),
                Arguments.of(
                        "of other pods",
                        List.of(new NetworkPolicyView(
                                "default",
                                "shop",
                                new LabelSelector(Map.of(), List.of(new Expression("app", "NotIn", List.of("hello")))),
                                List.of(byNumber),
                                false)),
                        null),
                Arguments.of(
                        "of another namespace",
                        List.of(new NetworkPolicyView(
                                "other", "shop", new LabelSelector(HELLO, List.of()), List.of(byNumber), false)),
                        null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void policies(String name, List<NetworkPolicyView> policies, @Nullable String refused) {
        Worlds world = unmarked();
        world.services = List.of(service("hello", port("http", 80, "http")));
        world.rules = new NamespaceRules(Map.of(), policies);

        if (refused == null) {
            assertThat(world.decide().mark()).hasSize(1);
        } else {
            assertThat(world.decide().mark()).isEmpty();
            assertThat(world.status("hello").state()).isEqualTo(InterceptState.NO_AGENT);
            assertThat(world.status("hello").message()).isEqualTo(refused);
        }
    }

    @Test
    void aRedirectedPortIsFilteredBeforeItIsRedirected() {
        Worlds world = unmarked();
        world.rules = new NamespaceRules(Map.of(), List.of(incoming(new Rule("", List.of(number(8080))))));

        assertThat(world.decide().mark()).hasSize(1);
    }

    @Test
    void anAgentThatIsNotHeardOfMayBeLockedIn() {
        Worlds world = Worlds.with(tcp("hello", 60, ADA)).present(ADA);
        world.rules = new NamespaceRules(
                Map.of(),
                List.of(new NetworkPolicyView(
                        "default", "no-way-out", new LabelSelector(HELLO, List.of()), null, true)));

        assertThat(world.status("hello").message())
                .isEqualTo(
                        "Waiting for the agent in pod hello-1 (0 of 1 have applied it); NetworkPolicy no-way-out must let it"
                                + " out to DNS and to ports 8080 and 8081 of the Traffic Manager");
    }

    @Test
    void whatTheApiServerForbidsIsPassedOn() {
        Worlds world = Worlds.with(tcp("hello", 60, ADA)).present(ADA);
        world.pods = List.of(bare("hello-0", null));
        world.refusal = "pods \"hello-1\" is forbidden: violates a policy";
        assertThat(world.status("hello").message())
                .isEqualTo("The cluster refuses new pods of deployment/hello in namespace default: " + world.refusal);
        assertThat(world.status("hello").state()).isEqualTo(InterceptState.NO_AGENT);

        world.refusal = "pods \"hello-1\" is forbidden: exceeded quota: compute";
        assertThat(world.status("hello").state()).isEqualTo(InterceptState.WAITING);
    }

    @Test
    void aPodThatTheWebhookCouldNotHelpSaysWhy() {
        Worlds world = Worlds.with(tcp("hello", 60, ADA)).present(ADA);
        PodView pod = bare("hello-0", Mark.ENABLED);
        world.pods = List.of(refused(pod));
        assertThat(world.status("hello").message())
                .isEqualTo(
                        "Rolling out the agent to deployment/hello in namespace default again: pod hello-0 was made without"
                                + " one, since no Service leads to a TCP port of it");
        assertThat(world.decide().mark()).hasSize(1);

        world.mark = new Mark(Worlds.START);
        world.pods = List.of(refused(bare("hello-0", world.mark)));
        assertThat(world.status("hello").state()).isEqualTo(InterceptState.NO_AGENT);
        assertThat(world.status("hello").message())
                .isEqualTo(
                        "Pod hello-0 was made without an agent, since no Service leads to a TCP port of it; delete the pod");
        assertThat(world.decide().mark()).isEmpty();
    }

    private static PodView refused(PodView pod) {
        return new PodView(
                pod.ref(), pod.workload(), true, null, pod.mark(), null, "no Service leads to a TCP port of it");
    }

    @Test
    void aStatefulSetThatKeepsSomeOfItsPodsIsSaidToDoSo() {
        Worlds world = Worlds.with(tcp("hello", 60, ADA)).present(ADA);
        world.pods = List.of(bare("hello-0", null));
        world.rollout = WorkloadView.Rollout.PARTITIONED;

        assertThat(world.status("hello").state()).isEqualTo(InterceptState.NO_AGENT);
        assertThat(world.status("hello").message()).contains("updateStrategy.rollingUpdate.partition");
    }

    @Test
    void whatAnOperatorOwnsIsNotTakenForABareReplicaSet() {
        Worlds world = unmarked();
        world.owner = "rollout/hello";

        assertThat(world.status("hello").state()).isEqualTo(InterceptState.BAD_ARGS);
        assertThat(world.status("hello").message())
                .isEqualTo(
                        "deployment/hello in namespace default belongs to rollout/hello, which changes it as it likes; only"
                                + " Deployments, StatefulSets and ReplicaSets can be intercepted");
    }

    /** An intercept of a workload whose pods have no agent yet. */
    private static Worlds unmarked() {
        Worlds world = Worlds.with(tcp("hello", 60, ADA)).present(ADA);
        world.mark = null;
        world.pods = List.of(bare("hello-0", null));
        return world;
    }

    private static NetworkPolicyView incoming(Rule rule) {
        return new NetworkPolicyView("default", "shop", new LabelSelector(HELLO, List.of()), List.of(rule), false);
    }

    private static Ports number(int number) {
        return new Ports(null, number, number);
    }

    private static Ports name(String name) {
        return new Ports(name, 0, 0);
    }
}
