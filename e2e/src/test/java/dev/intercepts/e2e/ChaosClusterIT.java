package dev.intercepts.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Things end or freeze while clients count. A request that nobody intercepts is lost only where a plain restart of the pod would
 * have lost it; an intercepted one is answered by its laptop, or by the cluster while the laptop is away, and by nobody else.
 */
@OnCluster
class ChaosClusterIT {

    private static final Duration RECOVERY = Duration.ofSeconds(60);

    /** All of the shop starts at once. */
    private static final Duration NODE_RECOVERY = Duration.ofMinutes(3);

    private final RealCluster cluster;
    private final Laptop laptop;
    private final List<Traffic> traffic = new ArrayList<>();
    private Traffic orders;
    private Traffic others;
    private Traffic intercepted;

    ChaosClusterIT(RealCluster cluster) throws IOException {
        this.cluster = cluster;
        this.laptop = Laptop.of(cluster.world(), "ada", "acme", "Hello from a laptop in trouble");
    }

    @BeforeEach
    void intercept() {
        laptop.telepresence()
                .run("intercept", "hello", "--port=" + laptop.port(), "--preview-url=false", "--http-match=x-who=ada")
                .ok();
        await().atMost(RECOVERY).until(() -> cluster.settled("default", "hello"));
        orders = send("orders.localhost", "linus", List.of("from the cluster"));
        others = send("hello.localhost", "linus", List.of("from the cluster"));
        intercepted = send("hello.localhost", "ada", List.of(laptop.says(), "from the cluster"));
    }

    @AfterEach
    void close() {
        traffic.forEach(Traffic::close);
        laptop.close();
    }

    @Test
    void managerKilled() {
        List<String> before = names();
        cluster.managers().forEach(cluster::kill);
        await().atMost(RECOVERY).until(() -> names().stream().noneMatch(before::contains) && !names().isEmpty());
        assertComesBack("manager killed");
        assertOthersLostNothing();
    }

    /** What goes to the intercepted pod waits for its agent, as it would wait for the pod; nothing goes astray. */
    @Test
    void agentKilled() {
        List<Pod> pods = cluster.pods("default", "hello");
        int before = restarts();
        pods.forEach(pod -> cluster.crash(pod, "traffic-agent"));
        await().atMost(RECOVERY).until(() -> restarts() == before + pods.size());
        assertComesBack("agent killed");
        assertThat(orders.lost()).isEmpty();
    }

    @Test
    void apiServerRestarted() throws Exception {
        restart("intercepts.apiserver.restart");
        assertComesBack("API server restarted");
        assertOthersLostNothing();
        // What it missed is made up for: an intercept can be ended and made anew.
        laptop.telepresence().run("leave", "hello").ok();
        intercept();
    }

    /** All pods end with their node, the managers' among them; what is lost meanwhile is lost by all, and nothing goes astray. */
    @Test
    void nodeRestarted() throws Exception {
        restart("intercepts.node.restart");
        assertComesBack("node restarted", NODE_RECOVERY);
        for (Traffic counted : List.of(orders, others)) {
            int before = counted.answers();
            await().atMost(NODE_RECOVERY).until(() -> counted.answers() >= before + 10);
        }
    }

    @Test
    void cloudFrozenForAMinute() throws Exception {
        frozen(cloud(), Duration.ofSeconds(60));
        assertComesBack("hosted service frozen for 60 s");
        assertOthersLostNothing();
    }

    @Test
    void laptopFrozenForTwoMinutes() throws Exception {
        frozen(laptop.daemon(), Duration.ofSeconds(120));
        assertComesBack("laptop frozen for 120 s");
        assertOthersLostNothing();
    }

    /** Only whoever runs the cluster can do it, and says how. */
    private static void restart(String property) throws IOException, InterruptedException {
        String command = System.getProperty(property, "");
        assumeThat(command).as("-D" + property + "=COMMAND says how to do it").isNotBlank();
        assertThat(new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor())
                .isZero();
    }

    private void frozen(ProcessHandle process, Duration time) throws Exception {
        signal("STOP", process);
        try {
            await().pollDelay(time).atMost(time.plusSeconds(5)).until(process::isAlive);
        } finally {
            signal("CONT", process);
        }
    }

    /** The intercept works again without a command from anybody, and the counts are as promised. */
    private void assertComesBack(String what) {
        assertComesBack(what, RECOVERY);
    }

    private void assertComesBack(String what, Duration limit) {
        await().atMost(limit).ignoreExceptions().untilAsserted(() -> {
            try (Traffic now =
                    Traffic.to(cluster.state(), "hello.localhost", Map.of("x-who", "ada"), List.of(laptop.says()))) {
                await().atMost(5, TimeUnit.SECONDS).until(() -> now.answers() >= 10);
                assertThat(now.failures()).isEmpty();
            }
        });
        System.out.printf(
                "%s: orders %d right, lost %d; hello %d right, lost %d; intercepted %d right, lost %d (%s); wrong: %d%n",
                what,
                orders.answers(),
                orders.lost().size(),
                others.answers(),
                others.lost().size(),
                intercepted.answers(),
                intercepted.lost().size(),
                intercepted.lost().stream().findFirst().map(String::valueOf).orElse("none"),
                orders.wrong().size()
                        + others.wrong().size()
                        + intercepted.wrong().size());
        assertThat(orders.wrong()).isEmpty();
        assertThat(others.wrong()).isEmpty();
        assertThat(intercepted.wrong()).isEmpty();
    }

    /** Nothing of the product is in the pod of orders: what is lost there was lost by the machine or the ingress, for all. */
    private void assertOthersLostNothing() {
        int stalled = orders.lost().size();
        assertThat(others.lost()).hasSizeLessThanOrEqualTo(stalled + stalled / 10);
    }

    /** How often agents of the intercepted pods were started again. */
    private int restarts() {
        return cluster.pods("default", "hello").stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .filter(container -> container.getName().equals("traffic-agent"))
                .mapToInt(container -> container.getRestartCount())
                .sum();
    }

    private List<String> names() {
        return cluster.managers().stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    private Traffic send(String host, String who, List<String> expected) {
        Traffic begun = Traffic.to(cluster.state(), host, Map.of("x-who", who), expected);
        traffic.add(begun);
        await().until(() -> begun.answers() >= 10);
        return begun;
    }

    private ProcessHandle cloud() {
        Long pid = cluster.state().pids().get("cloud");
        return ProcessHandle.of(pid == null ? -1 : pid).orElseThrow();
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
