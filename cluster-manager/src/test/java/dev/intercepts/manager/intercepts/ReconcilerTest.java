package dev.intercepts.manager.intercepts;

import static dev.intercepts.manager.intercepts.Worlds.ADA;
import static dev.intercepts.manager.intercepts.Worlds.BOB;
import static dev.intercepts.manager.intercepts.Worlds.HELLO;
import static dev.intercepts.manager.intercepts.Worlds.NOW;
import static dev.intercepts.manager.intercepts.Worlds.bare;
import static dev.intercepts.manager.intercepts.Worlds.ending;
import static dev.intercepts.manager.intercepts.Worlds.http;
import static dev.intercepts.manager.intercepts.Worlds.pod;
import static dev.intercepts.manager.intercepts.Worlds.port;
import static dev.intercepts.manager.intercepts.Worlds.service;
import static dev.intercepts.manager.intercepts.Worlds.tcp;
import static dev.intercepts.manager.intercepts.Worlds.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.manager.http.BadRequestException;
import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.InterceptResource;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.PodView;
import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.manager.world.WorkloadView;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.protocol.route.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcilerTest {

    /** Each state with its sentence: what differs from a world where all is well. */
    static Stream<Arguments> states() {
        return Stream.of(
                state("all is well", world -> {}, InterceptState.ACTIVE, "Intercepting all TCP connections"),
                state(
                        "the agent has not applied it",
                        world -> world.agents.clear(),
                        InterceptState.WAITING,
                        "Waiting for the agent in pod hello-1 (0 of 1 have applied it)"),
                state(
                        "no pod is ready",
                        world -> world.pods = List.of(pod("hello-1", false, 8080)),
                        InterceptState.WAITING,
                        "Waiting for a ready pod of deployment/hello in namespace default"),
                state(
                        "one of two pods is old",
                        world -> world.pods = List.of(pod("hello-1", true, 8080), bare("hello-0", null)),
                        InterceptState.WAITING,
                        "Rolling out the agent to deployment/hello in namespace default: 1 of 2 pods have it"),
                state(
                        "an old pod is not ready",
                        world -> world.pods = List.of(pod("hello-1", true, 8080), notReady(bare("hello-0", null))),
                        InterceptState.WAITING,
                        "Rolling out the agent to deployment/hello in namespace default: 1 of 2 pods have it"),
                state(
                        "an old pod has not ended",
                        world -> world.pods.add(ending(bare("hello-0", null), NOW.plusSeconds(30))),
                        InterceptState.WAITING,
                        "Waiting for pod hello-0 to end: it has no agent and may still answer, until"
                                + " 2026-01-01T01:00:30Z at the latest"),
                state(
                        "a pod that ends has its agent before other ports",
                        world -> world.pods.add(ending(pod("hello-0", true, 9090), NOW.plusSeconds(30))),
                        InterceptState.WAITING,
                        "Waiting for pod hello-0 to end: it has no agent and may still answer, until"
                                + " 2026-01-01T01:00:30Z at the latest"),
                state(
                        "a pod that ends has an agent that still follows",
                        world -> {
                            world.pods.add(ending(notReady(pod("hello-0", true, 8080)), NOW.plusSeconds(30)));
                            world.agents.put(
                                    new PodRef("default", "hello-0"), new World.Agent(Set.of(), Set.of(), null));
                        },
                        InterceptState.WAITING,
                        "Waiting for the agent in pod hello-0 (1 of 2 have applied it)"),
                state(
                        "an old pod should have ended long ago: its node is gone",
                        world -> world.pods.add(ending(bare("hello-0", null), NOW.minusSeconds(10))),
                        InterceptState.ACTIVE,
                        "Intercepting all TCP connections"),
                state(
                        "the webhook missed a pod",
                        world -> world.pods = List.of(bare("hello-0", Mark.ENABLED)),
                        InterceptState.WAITING,
                        "Rolling out the agent to deployment/hello in namespace default again: pod hello-0 was made"
                                + " without one, since the webhook did not answer"),
                state(
                        "the pod that the webhook missed is being replaced",
                        world -> {
                            world.mark = new Mark(Worlds.START);
                            world.pods = List.of(bare("hello-0", Mark.ENABLED));
                        },
                        InterceptState.WAITING,
                        "Rolling out the agent to deployment/hello in namespace default: 0 of 1 pods have it"),
                state(
                        "the webhook missed a pod again",
                        world -> {
                            world.mark = new Mark(Worlds.START);
                            world.pods = List.of(bare("hello-0", new Mark(Worlds.START)));
                        },
                        InterceptState.NO_AGENT,
                        "Pod hello-0 was made without an agent, since the webhook did not answer; delete the pod"),
                state(
                        "the webhook missed a pod that only its user replaces",
                        world -> {
                            world.rollout = WorkloadView.Rollout.ON_DELETE;
                            world.pods = List.of(bare("hello-0", Mark.ENABLED));
                        },
                        InterceptState.NO_AGENT,
                        "Pod hello-0 was made without an agent, since the webhook did not answer; delete the pod"),
                state(
                        "host network",
                        world -> world.obstacle = WorkloadView.Obstacle.NODE_NETWORK,
                        InterceptState.NO_AGENT,
                        "The pods of deployment/hello in namespace default use the node's network, where an agent cannot"
                                + " stand before them"),
                state(
                        "paused roll-out",
                        world -> {
                            world.rollout = WorkloadView.Rollout.PAUSED;
                            world.pods = List.of(bare("hello-0", null));
                        },
                        InterceptState.NO_AGENT,
                        "The roll-out of deployment/hello in namespace default is paused; resume it"),
                state(
                        "agent from before the Service",
                        world -> world.pods = List.of(pod("hello-1", true, 9090)),
                        InterceptState.NO_PORTS,
                        "The agent in pod hello-1 came before a Service led to port 8080; run kubectl rollout restart"
                                + " deployment/hello"),
                state(
                        "no Service",
                        world -> world.services = List.of(),
                        InterceptState.NO_PORTS,
                        "No Service selects the pods of deployment/hello in namespace default"),
                state(
                        "UDP only",
                        world -> world.services = List.of(service("dns", new ServiceView.Port("dns", 53, "53", "UDP"))),
                        InterceptState.NO_PORTS,
                        "Service dns has no TCP port"),
                state(
                        "named target that is not there",
                        world -> world.services = List.of(service("hello", port("http", 80, "web"))),
                        InterceptState.NO_PORTS,
                        "Port http of Service hello leads to the container port web, which deployment/hello in namespace"
                                + " default does not have"),
                state(
                        "several ports",
                        world -> world.services =
                                List.of(service("hello", port("http", 80, "http"), port("admin", 81, "admin"))),
                        InterceptState.BAD_ARGS,
                        "Service hello has several ports: http (80), admin (81); name one, as in --port 8080:http"),
                state(
                        "several Services",
                        world -> world.services = List.of(
                                service("hello", port("http", 80, "http")), service("admin", port(null, 81, "admin"))),
                        InterceptState.BAD_ARGS,
                        "Several Services select the pods of deployment/hello in namespace default: admin, hello; name"
                                + " one by --service"),
                state(
                        "two Services to one port",
                        world -> world.services = List.of(
                                service("hello", port("http", 80, "http")), service("other", port(null, 81, "8080"))),
                        InterceptState.ACTIVE,
                        "Intercepting all TCP connections"),
                state(
                        "no workload",
                        world -> world.exists = false,
                        InterceptState.BAD_ARGS,
                        "There is no deployment/hello in namespace default"),
                state(
                        "owned workload",
                        world -> world.owner = "deployment/parent",
                        InterceptState.BAD_ARGS,
                        "deployment/hello in namespace default belongs to deployment/parent; intercept that"),
                state(
                        "an agent that cannot",
                        world -> world.agents = Map.of(
                                Worlds.POD,
                                new World.Agent(Set.of(), Set.copyOf(helloRoutes(world)), "port 8080 is not mine")),
                        InterceptState.AGENT_ERROR,
                        "The agent in pod hello-1 said: port 8080 is not mine"),
                state(
                        "laptop gone for a moment",
                        world -> world.away(ADA, Duration.ofSeconds(2)),
                        InterceptState.WAITING,
                        "Waiting for adas-laptop to connect"),
                state(
                        "laptop gone for longer",
                        world -> world.away(ADA, Duration.ofSeconds(5)),
                        InterceptState.PAUSED,
                        "adas-laptop is away since 2026-01-01T00:59:55Z; its traffic goes to the cluster's own service"));
    }

    private static PodView notReady(PodView pod) {
        return new PodView(pod.ref(), pod.workload(), false, pod.endsBy(), pod.mark(), pod.agentPorts(), pod.refusal());
    }

    private static List<Route> helloRoutes(Worlds world) {
        return world.decide().routes().getOrDefault(HELLO, List.of());
    }

    private static Arguments state(String name, Consumer<Worlds> change, InterceptState state, String message) {
        return Arguments.of(name, change, state, message);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource
    void states(String name, Consumer<Worlds> change, InterceptState state, String message) {
        Worlds world = with(tcp("hello", 60, ADA)).present(ADA).applied("hello-1");
        change.accept(world);

        InterceptStatus status = world.status("hello");

        assertThat(status.message()).isEqualTo(message);
        assertThat(status.state()).isEqualTo(state);
    }

    @Test
    void statusTellsWhatWasResolvedAndHowFarItIs() {
        Worlds world = with(tcp("hello", 60, ADA)).present(ADA).applied("hello-1");
        world.pods.add(pod("hello-2", true, 8080));

        assertThat(world.status("hello"))
                .isEqualTo(new InterceptStatus(
                        InterceptState.WAITING,
                        "Waiting for the agent in pod hello-2 (1 of 2 have applied it)",
                        1,
                        NOW.toString(),
                        1,
                        2,
                        "hello",
                        "http",
                        1));
    }

    @Test
    void aPodThatEndsAndWhoseAgentHasEndedDoesNotCount() {
        Worlds world = with(tcp("hello", 60, ADA)).present(ADA).applied("hello-1");
        world.pods.add(ending(pod("hello-0", true, 8080), NOW.plusSeconds(30)));

        assertThat(world.status("hello").state()).isEqualTo(InterceptState.ACTIVE);
    }

    @Test
    void thePodThatEndsIsLookedAtAgainWhenItMustHaveEnded() {
        Worlds world = with(tcp("hello", 60, ADA)).present(ADA).applied("hello-1");
        world.pods.add(ending(bare("hello-0", null), NOW.plusSeconds(30)));

        assertThat(world.decide().lookAgain()).isEqualTo(NOW.plusSeconds(40));

        world.now = NOW.plusSeconds(40);
        assertThat(world.status("hello").state()).isEqualTo(InterceptState.ACTIVE);
    }

    /** As of a node that is lost: the agent's connection is broken off only when TCP has given up. */
    @Test
    void aPodWhoseTimeIsOverIsNotWaitedForThoughItsAgentSeemsConnected() {
        Worlds world = with(tcp("hello", 60, ADA)).present(ADA).applied("hello-1");
        world.pods.add(ending(pod("hello-0", true, 8080), NOW.plusSeconds(30)));
        world.agents.put(new PodRef("default", "hello-0"), new World.Agent(Set.of(), Set.of(), null));
        assertThat(world.status("hello").state()).isEqualTo(InterceptState.WAITING);
        assertThat(world.decide().lookAgain()).isEqualTo(NOW.plusSeconds(40));

        world.now = NOW.plusSeconds(40);
        assertThat(world.status("hello").state()).isEqualTo(InterceptState.ACTIVE);
    }

    @Test
    void namedPortsAreFoundByNameAndByNumber() {
        for (String called : List.of("admin", "81")) {
            Worlds world = with(port("hello", "hello", called)).present(ADA);
            world.services = List.of(service("hello", port("http", 80, "http"), port("admin", 81, "admin")));

            assertThat(helloRoutes(world)).extracting(Route::containerPort).containsExactly(9090);
            assertThat(world.status("hello").servicePort()).isEqualTo("admin");
            assertThat(world.status("hello").servicePortCount()).isEqualTo(2);
        }
    }

    @Test
    void aPortThatIsNotThereIsAnsweredWithThoseThatAre() {
        Worlds world = with(port("hello", null, "metrics")).present(ADA);
        world.services = List.of(service("hello", port("http", 80, "http"), port("admin", 81, "admin")));

        assertThat(world.status("hello").message())
                .isEqualTo("Service hello has no TCP port metrics; it has http (80), admin (81)");
        assertThat(world.status("hello").state()).isEqualTo(InterceptState.NO_PORTS);
    }

    @Test
    void badSpecificationsAreToldApart() {
        assertThat(with(http("hello", 1, ADA, "x-id", "(")).status("hello").message())
                .startsWith("expression for header x-id");
        assertThat(with(tcp("hello", 1, "short")).status("hello").message())
                .isEqualTo("sessionId: short (expected: 32 hexadecimal digits)");
        Match match = new Match(List.of(new HeaderCondition("x", "y")), null);
        assertThat(with(Worlds.resource("hello", 1, Worlds.spec(Mechanism.TCP, match, ADA, null, null)))
                        .status("hello")
                        .state())
                .isEqualTo(InterceptState.BAD_ARGS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "169.254.169.254", "::ffff:169.254.0.1", "fe80::1", "100.100.100.200"})
    void anIngressIsNoAddressThatMeansSomethingElseToTheManager(String host) {
        assertThat(with(withIngress(host)).status("hello"))
                .extracting(InterceptStatus::state, InterceptStatus::message)
                .containsExactly(
                        InterceptState.BAD_ARGS,
                        "ingress.host: " + host + " (expected: the name or address of an ingress)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingress.shop", "10.1.2.3", "fd00:1::2", "127.3.0.1", "0.0.0.0.example"})
    void otherIngressesAreFine(String host) {
        assertThat(with(withIngress(host)).status("hello").state()).isEqualTo(InterceptState.WAITING);
    }

    private static InterceptResource withIngress(String host) {
        InterceptSpec spec = Worlds.spec(Mechanism.TCP, Match.ALL, ADA, null, null);
        return Worlds.resource(
                "hello",
                1,
                new InterceptSpec(
                        spec.workload(),
                        spec.service(),
                        spec.servicePort(),
                        spec.mechanism(),
                        spec.match(),
                        spec.target(),
                        spec.sessionId(),
                        spec.owner(),
                        spec.route(),
                        new Ingress(host, 443, true, null),
                        "id-1"));
    }

    static Stream<InterceptResource> unheardOf() throws BadRequestException {
        return Stream.of(
                matching("bad", "{\"headers\": [{\"regex\": \"1\"}]}"),
                matching("bad", "{\"headers\": [{\"name\": \"x-id\"}]}"),
                brokenStatus("bad", "yesterday"),
                brokenStatus("bad", ""));
    }

    private static InterceptResource matching(String name, String match) throws BadRequestException {
        return Worlds.resource(name, 1, Worlds.spec(Mechanism.HTTP, Json.read(match, Match.class), ADA, null, null));
    }

    private static InterceptResource brokenStatus(String name, String since) {
        InterceptResource resource = tcp(name, 1, BOB);
        return new InterceptResource(
                resource.ref(),
                resource.uid(),
                resource.generation(),
                resource.created(),
                resource.spec(),
                new InterceptStatus(InterceptState.PAUSED, "before", 1, since, 1, 1, "hello", "http", 1));
    }

    /** Whatever somebody wrote by hand into one of them. */
    @ParameterizedTest
    @MethodSource("unheardOf")
    void oneThatCannotBeWorkedOutKeepsNoOtherFromWork(InterceptResource bad) {
        Worlds world = with(tcp("good", 60, ADA), bad).present(ADA).applied("hello-1");

        assertThat(world.status("good").state()).isEqualTo(InterceptState.ACTIVE);
        assertThat(world.status("bad").state()).isEqualTo(InterceptState.BAD_ARGS);
        assertThat(world.decide().holders()).containsOnlyKeys(new InterceptRef("default", "good"));
    }

    @Test
    void whatCannotBeReadFailsByItself() {
        InterceptResource good = tcp("good", 60, ADA);
        InterceptResource bad = new InterceptResource(
                new InterceptRef("default", "bad"),
                "uid-bad",
                1,
                NOW,
                new InterceptResource.Spec.Unreadable(InterceptState.NO_MECHANISM, "spec.mechanism: udp"),
                null);
        Worlds world = with(bad, good).present(ADA).applied("hello-1");

        assertThat(world.status("bad").state()).isEqualTo(InterceptState.NO_MECHANISM);
        assertThat(world.status("good").state()).isEqualTo(InterceptState.ACTIVE);
    }

    @Nested
    class Conflict {

        @Test
        void theOldestHoldsThePortAndTheLoserIsToldBy() {
            Worlds world = with(tcp("young", 10, BOB), tcp("old", 60, ADA)).present(ADA, BOB);

            assertThat(world.status("young").state()).isEqualTo(InterceptState.CONFLICT);
            assertThat(world.status("young").message())
                    .isEqualTo(
                            "Intercept old of ada on adas-laptop holds port http of deployment/hello in namespace default"
                                    + " since 2026-01-01T00:59:00Z (all TCP connections)");
            assertThat(helloRoutes(world)).extracting(Route::intercept).containsExactly("default/old");
            assertThat(world.decide().holders()).containsOnlyKeys(new InterceptRef("default", "old"));
        }

        @Test
        void ofTwoBornTogetherTheUidDecides() {
            Worlds world = with(tcp("b", 60, BOB), tcp("a", 60, ADA)).present(ADA, BOB);

            assertThat(world.status("b").state()).isEqualTo(InterceptState.CONFLICT);
            assertThat(world.status("a").state()).isEqualTo(InterceptState.WAITING);
        }

        @Test
        void differentLiteralsOfOneHeaderStandSideBySide() {
            Worlds world = with(http("one", 60, ADA, "x-id", "^1$"), http("two", 10, BOB, "x-id", "^2$"))
                    .present(ADA, BOB)
                    .applied("hello-1");

            assertThat(world.status("one").state()).isEqualTo(InterceptState.ACTIVE);
            assertThat(world.status("two").state()).isEqualTo(InterceptState.ACTIVE);
        }

        @Test
        void differentPortsStandSideBySide() {
            Worlds world =
                    with(port("one", null, "http"), port("two", null, "admin")).present(ADA);
            world.services = List.of(service("hello", port("http", 80, "http"), port("admin", 81, "admin")));

            assertThat(helloRoutes(world)).hasSize(2);
        }

        @Test
        void aPausedInterceptStillHoldsItsPort() {
            Worlds world = with(tcp("young", 10, BOB), tcp("old", 60, ADA))
                    .present(BOB)
                    .away(ADA, Duration.ofHours(1));

            assertThat(world.status("young").state()).isEqualTo(InterceptState.CONFLICT);
        }

        @Test
        void oneThatFailsHoldsNothing() {
            Worlds world = with(tcp("young", 10, BOB), http("old", 60, ADA, "x", "("))
                    .present(ADA, BOB)
                    .applied("hello-1");

            assertThat(world.status("young").state()).isEqualTo(InterceptState.ACTIVE);
        }
    }

    @Nested
    class Laptop {

        @Test
        void itsTrafficStaysInTheClusterFromTheFirstMoment() {
            InterceptResource active =
                    Worlds.status(tcp("hello", 60, ADA), InterceptState.ACTIVE, NOW.minusSeconds(30));
            Worlds world = with(active).away(ADA, Duration.ofMillis(1));

            assertThat(helloRoutes(world)).isEmpty();
            assertThat(world.status("hello").state()).isEqualTo(InterceptState.ACTIVE);
            assertThat(world.decide().lookAgain()).isEqualTo(NOW.minusMillis(1).plusSeconds(5));
        }

        @Test
        void comesBackByEitherWayThatTheInterceptAllows() {
            Worlds world = with(tcp("hello", 60, ADA));
            world.sessions.put(
                    ADA, new World.Session(new World.Way(false, Worlds.START), new World.Way(true, Worlds.START)));

            assertThat(helloRoutes(world)).hasSize(1);
        }

        @Test
        void endsItsInterceptsWhenItIsAwayForTooLong() {
            Worlds world = with(tcp("hello", 100_000, ADA)).away(ADA, Duration.ofHours(24));

            assertThat(world.decide().end())
                    .containsExactly(new Decision.Ending(
                            new InterceptRef("default", "hello"),
                            "the Traffic Manager: adas-laptop was away for more than 24 hours"));
            assertThat(world.decide().statuses()).isEmpty();
        }

        @Test
        void isRememberedAsAwayWhenTheManagerStartsAnew() {
            InterceptResource paused =
                    Worlds.status(tcp("hello", 100_000, ADA), InterceptState.PAUSED, NOW.minus(Duration.ofHours(24)));

            assertThat(with(paused).decide().end()).hasSize(1);
        }

        @Test
        void isAwaitedForTheGraceTimeWhenTheManagerStartsAnew() {
            InterceptResource active =
                    Worlds.status(tcp("hello", 60, ADA), InterceptState.ACTIVE, NOW.minusSeconds(30));
            Worlds world = with(active);
            world.now = Worlds.START.plusSeconds(3);

            assertThat(world.status("hello").state()).isEqualTo(InterceptState.ACTIVE);
            assertThat(world.decide().end()).isEmpty();
        }
    }

    @Test
    void agentsAreAwaitedForTheGraceTimeWhenTheManagerStartsAnew() {
        InterceptResource active = Worlds.status(tcp("hello", 60, ADA), InterceptState.ACTIVE, NOW.minusSeconds(30));
        Worlds world = with(active).present(ADA);
        world.now = Worlds.START.plusMillis(4999);

        assertThat(world.status("hello").state()).isEqualTo(InterceptState.ACTIVE);
        assertThat(world.status("hello").agentsReady()).isEqualTo(1);
        assertThat(world.decide().lookAgain()).isEqualTo(Worlds.START.plusSeconds(5));
        world.agents.put(Worlds.POD, new World.Agent(Set.of(), Set.of(), null));
        assertThat(world.status("hello").state())
                .as("one that has come but has not applied it yet")
                .isEqualTo(InterceptState.ACTIVE);
        world.now = Worlds.START.plusSeconds(5);
        assertThat(world.status("hello").state()).isEqualTo(InterceptState.WAITING);
    }

    @Nested
    class Rollouts {

        @Test
        void aTemplateWithoutTheMarkIsMarkedOnce() {
            Worlds world = with(tcp("hello", 60, ADA)).present(ADA);
            world.pods = List.of(bare("hello-0", null));
            world.mark = null;
            assertThat(world.decide().mark()).containsExactly(Map.entry(HELLO, Mark.ENABLED));

            world.mark = Mark.ENABLED;
            assertThat(world.decide().mark()).isEmpty();
        }

        @Test
        void nothingIsMarkedForAnInterceptThatFails() {
            Worlds world = with(port("hello", null, "nope")).present(ADA);
            world.mark = null;

            assertThat(world.decide().mark()).isEmpty();
        }

        @Test
        void aWorkloadWithAPodThatTheWebhookMissedIsRolledOutOnceMoreForEachStart() {
            Worlds world = with(tcp("hello", 60, ADA)).present(ADA);
            world.pods = List.of(bare("hello-0", Mark.ENABLED));
            Mark again = new Mark(Worlds.START);
            assertThat(world.decide().mark()).containsExactly(Map.entry(HELLO, again));

            world.mark = again;
            assertThat(world.decide().mark()).isEmpty();
            world.pods = List.of(bare("hello-1", again));
            assertThat(world.decide().mark()).isEmpty();

            world.started = Worlds.START.plus(Duration.ofMinutes(9));
            assertThat(world.decide().mark()).isEmpty();
            world.started = Worlds.START.plus(Duration.ofMinutes(10));
            assertThat(world.decide().mark()).containsExactly(Map.entry(HELLO, new Mark(world.started)));
        }

        @Test
        void aManagerThatHasJustStartedWaitsUntilItIsSureToBeAsked() {
            Worlds world = with(tcp("hello", 60, ADA)).present(ADA);
            world.pods = List.of(bare("hello-0", Mark.ENABLED));
            world.started = NOW.minusSeconds(5);

            assertThat(world.decide().mark()).isEmpty();
            assertThat(world.decide().lookAgain()).isEqualTo(NOW.plusSeconds(10));
            assertThat(world.status("hello").state()).isEqualTo(InterceptState.WAITING);
        }

        @Test
        void podsOfABareReplicaSetThatTheWebhookMissedAreReplacedOnceItsTemplateAsksAgain() {
            Worlds world = with(tcp("hello", 60, ADA)).present(ADA);
            world.rollout = WorkloadView.Rollout.NEVER;
            world.pods = List.of(bare("hello-0", Mark.ENABLED));
            assertThat(world.decide().replace()).isEmpty();

            world.mark = new Mark(Worlds.START);
            assertThat(world.decide().replace()).containsExactly(new PodRef("default", "hello-0"));
        }

        @Test
        void podsOfABareReplicaSetAreReplacedOneByOne() {
            Worlds world = with(tcp("hello", 60, ADA)).present(ADA);
            world.rollout = WorkloadView.Rollout.NEVER;
            world.pods = List.of(bare("hello-0", null), bare("hello-1", null));
            assertThat(world.decide().replace()).containsExactly(new PodRef("default", "hello-0"));

            // Its successor may not be there yet.
            world.pods = List.of(ending(bare("hello-0", null), NOW.plusSeconds(30)), bare("hello-1", null));
            assertThat(world.decide().replace()).isEmpty();

            world.pods = List.of(pod("hello-2", false, 8080), bare("hello-1", null));
            assertThat(world.decide().replace()).isEmpty();

            world.pods = List.of(pod("hello-2", true, 8080), bare("hello-1", null));
            assertThat(world.decide().replace()).containsExactly(new PodRef("default", "hello-1"));
        }

        @Test
        void aPodOfABareReplicaSetThatIsNotReadyGoesFirst() {
            Worlds world = with(tcp("hello", 60, ADA)).present(ADA);
            world.rollout = WorkloadView.Rollout.NEVER;
            world.pods = List.of(bare("hello-0", null), notReady(bare("hello-1", null)));
            assertThat(world.decide().replace()).containsExactly(new PodRef("default", "hello-1"));
        }

        @Test
        void aDeploymentThatWasPausedBeforeItHadPodsIsSaidToBePaused() {
            Worlds world = with(tcp("hello", 60, ADA)).present(ADA);
            world.rollout = WorkloadView.Rollout.PAUSED;
            world.pods = List.of();
            assertThat(world.status("hello").message())
                    .isEqualTo("The roll-out of deployment/hello in namespace default is paused; resume it");
        }
    }

    @Test
    void aStatusThatIsAsItWasIsNotWritten() {
        Worlds world = with(tcp("hello", 60, ADA)).present(ADA).applied("hello-1");
        InterceptStatus first = world.status("hello");
        InterceptResource before = world.intercepts.getFirst();
        world.intercepts = List.of(new InterceptResource(
                before.ref(), before.uid(), before.generation(), before.created(), before.spec(), first));
        world.now = NOW.plusSeconds(60);

        assertThat(world.decide().statuses()).hasSize(1);
        assertThat(world.decide().writes()).isEmpty();
    }
}
