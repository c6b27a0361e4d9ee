package dev.intercepts.manager.intercepts;

import dev.intercepts.manager.world.ClusterSnapshot;
import dev.intercepts.manager.world.ContainerView;
import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.InterceptResource;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.NamespaceRules;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.PodView;
import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.manager.world.WorkloadView;
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
import dev.intercepts.protocol.route.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A world to change step by step: deployment hello with one injected, ready pod behind Service hello, port http 80. */
final class Worlds {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
    static final String ADA = "a".repeat(32);
    static final String BOB = "b".repeat(32);
    static final WorkloadRef HELLO = new WorkloadRef("default", new Workload(WorkloadKind.Deployment, "hello"));
    static final PodRef POD = new PodRef("default", "hello-1");

    List<InterceptResource> intercepts = new ArrayList<>();
    List<ServiceView> services = new ArrayList<>(List.of(service("hello", port("http", 80, "8080"))));
    List<PodView> pods = new ArrayList<>(List.of(pod("hello-1", true, 8080, 9090)));
    Map<PodRef, World.Agent> agents = new HashMap<>();
    Map<String, World.Session> sessions = new HashMap<>();

    @Nullable
    Mark mark = Mark.ENABLED;

    WorkloadView.@Nullable Obstacle obstacle;

    @Nullable
    String refusal;

    NamespaceRules rules = NamespaceRules.NONE;
    WorkloadView.Rollout rollout = WorkloadView.Rollout.BY_CONTROLLER;

    @Nullable
    String owner;

    boolean exists = true;
    Instant now = NOW;
    Instant started = START;

    static Worlds with(InterceptResource... intercepts) {
        Worlds world = new Worlds();
        world.intercepts.addAll(List.of(intercepts));
        return world;
    }

    /** Direct tunnel up. */
    Worlds present(String... ids) {
        for (String id : ids) {
            sessions.put(id, new World.Session(new World.Way(true, START), new World.Way(false, START)));
        }
        return this;
    }

    /** Gone for so long. */
    Worlds away(String id, Duration since) {
        sessions.put(
                id, new World.Session(new World.Way(false, now.minus(since)), new World.Way(false, Instant.EPOCH)));
        return this;
    }

    /** The agent of a pod has applied what it is to do. */
    Worlds applied(String pod) {
        Set<Route> routes = new HashSet<>(decide().routes().getOrDefault(HELLO, List.of()));
        agents.put(new PodRef("default", pod), new World.Agent(routes, Set.of(), null));
        return this;
    }

    Decision decide() {
        WorkloadView workload = new WorkloadView(
                HELLO,
                Map.of("app", "hello"),
                mark,
                List.of(new ContainerView(
                        "app",
                        List.of(
                                new ContainerView.Port("http", 8080, "TCP"),
                                new ContainerView.Port("admin", 9090, "TCP")))),
                obstacle,
                rollout,
                owner,
                refusal);
        return Reconciler.decide(new World(
                ClusterSnapshot.of(intercepts, services, exists ? List.of(workload) : List.of(), pods, rules),
                agents,
                sessions,
                started,
                now,
                new World.Limits(Duration.ofSeconds(5), Duration.ofHours(24))));
    }

    InterceptStatus status(String name) {
        InterceptStatus status = decide().statuses().get(new InterceptRef("default", name));
        if (status == null) {
            throw new AssertionError("no status of " + name);
        }
        return status;
    }

    static InterceptResource tcp(String name, int age, String session) {
        return resource(name, age, spec(Mechanism.TCP, Match.ALL, session, null, null));
    }

    static InterceptResource http(String name, int age, String session, String header, String regex) {
        return resource(
                name,
                age,
                spec(
                        Mechanism.HTTP,
                        new Match(List.of(new HeaderCondition(header, regex)), null),
                        session,
                        null,
                        null));
    }

    static InterceptResource port(String name, @Nullable String service, @Nullable String port) {
        return resource(name, 1, spec(Mechanism.TCP, Match.ALL, ADA, service, port));
    }

    static InterceptResource resource(String name, int age, InterceptSpec spec) {
        return new InterceptResource(
                new InterceptRef("default", name),
                "uid-" + name,
                1,
                NOW.minusSeconds(age),
                new InterceptResource.Spec.Readable(spec),
                null);
    }

    static InterceptResource status(InterceptResource resource, InterceptState state, Instant since) {
        return new InterceptResource(
                resource.ref(),
                resource.uid(),
                resource.generation(),
                resource.created(),
                resource.spec(),
                new InterceptStatus(state, "before", 1, since.toString(), 1, 1, "hello", "http", 1));
    }

    static InterceptSpec spec(
            Mechanism mechanism, Match match, String session, @Nullable String service, @Nullable String servicePort) {
        return new InterceptSpec(
                HELLO.workload(),
                service,
                servicePort,
                mechanism,
                match,
                new LocalTarget("127.0.0.1", 9000),
                session,
                session.equals(BOB) ? new Owner("bob", "bobs-laptop") : new Owner("ada", "adas-laptop"),
                RoutePreference.AUTO,
                null,
                null);
    }

    static ServiceView service(String name, ServiceView.Port... ports) {
        return new ServiceView("default", name, Map.of("app", "hello"), false, List.of(ports));
    }

    static ServiceView.Port port(@Nullable String name, int port, String target) {
        return new ServiceView.Port(name, port, target, "TCP");
    }

    static PodView pod(String name, boolean ready, int... agentPorts) {
        Set<Integer> ports = new HashSet<>();
        for (int port : agentPorts) {
            ports.add(port);
        }
        return new PodView(new PodRef("default", name), HELLO, ready, null, Mark.ENABLED, ports, null);
    }

    /** Made before the template asked for the agent, or when the webhook did not answer. */
    static PodView bare(String name, @Nullable Mark mark) {
        return new PodView(new PodRef("default", name), HELLO, true, null, mark, null, null);
    }

    /** The same pod when it is being deleted. */
    static PodView ending(PodView pod, Instant by) {
        return new PodView(pod.ref(), pod.workload(), pod.ready(), by, pod.mark(), pod.agentPorts(), pod.refusal());
    }
}
