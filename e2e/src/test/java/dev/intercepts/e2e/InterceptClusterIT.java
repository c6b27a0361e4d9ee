package dev.intercepts.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.playground.tour.Telepresence;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Intercepts on a real API server, kubelet and network, by people who are not logged in anywhere. */
@OnCluster
class InterceptClusterIT {

    private static final Duration ROLL_OUT = Duration.ofSeconds(90);

    private final RealCluster cluster;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Laptop ada;

    InterceptClusterIT(RealCluster cluster) throws IOException {
        this.cluster = cluster;
        this.ada = laptop("Hello from Ada's laptop");
    }

    @BeforeEach
    void connect() {
        ada.telepresence().run("connect").ok();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        scale(1);
        client.close();
    }

    @Test
    void twoLaptopsShareAServiceByHeaderAndAThirdIsToldWhoHasIt() throws Exception {
        Laptop grace = laptop("Hello from Grace's laptop");
        Laptop late = laptop("nobody hears this");
        intercept(ada, "ada").ok();
        intercept(grace, "grace").ok();
        assertThat(get("ada")).contains(ada.says());
        assertThat(get("grace")).contains(grace.says());
        assertThat(get("linus")).contains("from the cluster");

        String refused = late.telepresence()
                .run("intercept", "late", "--deployment=hello", "--port=" + late.port(), "--http-match=x-who=ada")
                .failed();
        assertThat(refused).contains("hello-ada", "since");
        assertThat(refused.strip().lines().count()).as(refused).isLessThanOrEqualTo(3);
        assertThat(get("ada")).contains(ada.says());

        ada.telepresence().run("leave", "hello-ada").ok();
        await().untilAsserted(() -> assertThat(get("ada")).contains("from the cluster"));
        assertThat(get("grace")).contains(grace.says());
    }

    @Test
    void everyPodOfAScaledWorkloadIsInterceptedThoseOfARollOutAndAnEvictionToo() throws Exception {
        scale(3);
        await().atMost(ROLL_OUT).until(() -> cluster.settled("default", "hello"));
        intercept(ada, "ada").ok();
        await().atMost(ROLL_OUT).until(() -> cluster.settled("default", "hello"));
        assertAllPodsIntercept(3);
        Traffic others = traffic(Map.of("x-who", "linus"), List.of("from the cluster"));
        Traffic adas = traffic(Map.of("x-who", "ada"), List.of(ada.says()));

        // A new template, as `kubectl rollout restart` makes it.
        cluster.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("hello")
                .rolling()
                .restart();
        await().atMost(ROLL_OUT).until(() -> cluster.settled("default", "hello"));
        var evicted = cluster.pods("default", "hello").getFirst();
        assertThat(cluster.client()
                        .pods()
                        .inNamespace("default")
                        .withName(evicted.getMetadata().getName())
                        .evict(new EvictionBuilder()
                                .withNewMetadata()
                                .withName(evicted.getMetadata().getName())
                                .withNamespace("default")
                                .endMetadata()
                                .build()))
                .isTrue();
        await().atMost(ROLL_OUT).until(() -> cluster.settled("default", "hello"));

        int seen = adas.answers();
        await().until(() -> adas.answers() > seen + 10);
        assertAllPodsIntercept(3);
        System.out.printf(
                "roll-out and eviction under traffic: %d and %d right answers, lost %s and %s%n",
                others.answers(), adas.answers(), others.lost(), adas.lost());
        assertThat(others.failures()).isEmpty();
        assertThat(adas.failures()).isEmpty();
    }

    @Test
    void aFrozenLaptopPausesTheInterceptAndItsTrafficStaysInTheCluster() throws Exception {
        intercept(ada, "ada").ok();
        await().untilAsserted(() -> assertThat(get("ada")).contains(ada.says()));
        ProcessHandle daemon = ada.daemon();
        signal("STOP", daemon);
        try {
            await().atMost(Duration.ofSeconds(40))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(get("ada")).contains("from the cluster"));
            await().atMost(Duration.ofSeconds(40)).until(() -> states().equals(Set.of("PAUSED")));
        } finally {
            signal("CONT", daemon);
        }
        await().atMost(Duration.ofSeconds(40))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(get("ada")).contains(ada.says()));
        await().until(() -> states().equals(Set.of("ACTIVE")));
    }

    private static Telepresence.Result intercept(Laptop laptop, String who) {
        return laptop.telepresence()
                .run(
                        "intercept",
                        "hello-" + who,
                        "--deployment=hello",
                        "--port=" + laptop.port(),
                        "--http-match=x-who=" + who);
    }

    private Set<String> states() {
        Set<String> states = new LinkedHashSet<>();
        cluster.client()
                .genericKubernetesResources("intercepts.dev/v1", "Intercept")
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(intercept -> states.add(String.valueOf((Object) intercept.get("status", "state"))));
        return states;
    }

    private void assertAllPodsIntercept(int pods) {
        assertThat(cluster.pods("default", "hello"))
                .hasSize(pods)
                .allSatisfy(pod -> assertThat(pod.getSpec().getContainers())
                        .extracting(container -> container.getName())
                        .contains("traffic-agent"));
        for (int i = 0; i < 8 * pods; i++) {
            assertThat(get("ada")).contains(ada.says());
        }
    }

    private void scale(int replicas) {
        cluster.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("hello")
                .scale(replicas);
    }

    private Laptop laptop(String says) throws IOException {
        Laptop laptop = Laptop.fresh(cluster.world(), says);
        opened.add(laptop);
        return laptop;
    }

    private Traffic traffic(Map<String, String> headers, List<String> expected) {
        Traffic traffic = Traffic.to(cluster.state(), "hello.localhost", headers, expected);
        opened.addFirst(traffic);
        await().until(() -> traffic.answers() >= 10);
        return traffic;
    }

    private String get(String who) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.state().ingressUrl() + "/"))
                .setHeader("Host", "hello.localhost")
                .setHeader("x-who", who)
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new AssertionError(who + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
