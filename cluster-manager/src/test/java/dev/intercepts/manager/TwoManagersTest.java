package dev.intercepts.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.kube.TestCluster;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import dev.intercepts.protocol.route.AgentHello;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas as processes: one works, the other stands by and takes over. */
class TwoManagersTest {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    private final TestCluster cluster = new TestCluster();
    private final LocalService local = new LocalService("from the laptop");
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, ManagerProcess> managers = new ConcurrentHashMap<>();
    private final WorkingPort agentApi = new WorkingPort(() -> port("agentApi"));
    private final WorkingPort agentTunnel = new WorkingPort(() -> port("agentTunnel"));
    private final WorkingPort connectorTunnel = new WorkingPort(() -> port("connectorTunnel"));

    @AfterEach
    void end() throws Exception {
        http.shutdownNow();
        managers.values().forEach(ManagerProcess::close);
        agentApi.close();
        agentTunnel.close();
        connectorTunnel.close();
        local.close();
        cluster.close();
    }

    @Test
    void theOneThatStandsByTakesOverAndNobodyIsCalledAway() throws Exception {
        start("manager-a");
        start("manager-b");
        String first = working();
        String second = first.equals("manager-a") ? "manager-b" : "manager-a";
        // Any of them may be asked for a pod: they have one certificate authority.
        cluster.createPod(RunningManager.injected(cluster, webhook(second), "hello-new"));
        cluster.createIntercept("hello", RunningManager.SPEC);
        try (FakeLaptop ignored = new FakeLaptop(connectorTunnel.port(), local.port());
                FakeAgent agent = agent("hello-new")) {
            await().atMost(LIMIT).until(() -> state() == InterceptState.ACTIVE && answered(agent));
            Traffic traffic = new Traffic(agent);

            manager(first).kill();

            await().atMost(LIMIT).until(() -> cluster.workingManagers().equals(List.of(second)));
            await().atMost(LIMIT).until(() -> answered(agent) && state() == InterceptState.ACTIVE);
            traffic.end();
            assertThat(traffic.longestGap()).isLessThan(Duration.ofSeconds(15));
            assertThat(traffic.wrong).isEmpty();
            assertThat(traffic.states).containsOnly(InterceptState.ACTIVE);

            start(first);
            await().atMost(LIMIT).until(() -> manager(first).port("webhook").isPresent());
            Traffic during = new Traffic(agent);

            manager(second).end();

            await().atMost(LIMIT).until(() -> cluster.workingManagers().equals(List.of(first)));
            await().atMost(LIMIT).until(() -> answered(agent) && state() == InterceptState.ACTIVE);
            during.end();
            assertThat(during.longestGap()).isLessThan(Duration.ofSeconds(10));
            assertThat(during.wrong).isEmpty();
            assertThat(during.states).containsOnly(InterceptState.ACTIVE);
        }
    }

    /** A frozen holder that wakes up finds that it has been replaced, and carries nothing any more. */
    @Test
    void theOneThatWasFrozenStandsDown() throws Exception {
        start("manager-a");
        start("manager-b");
        String first = working();
        String second = first.equals("manager-a") ? "manager-b" : "manager-a";
        cluster.createPod(cluster.podJson("hello-new", true));
        Thread following = follow(manager(first).port("agentApi").orElseThrow(), "hello-new");
        signal("STOP", first);

        await().atMost(LIMIT).until(() -> cluster.workingManagers().equals(List.of(second)));
        signal("CONT", first);

        int port = manager(first).port("agentApi").orElseThrow();
        await().atMost(LIMIT).until(() -> !listens(port));
        await("an agent asks elsewhere once its stream ends").atMost(LIMIT).until(() -> !following.isAlive());
        assertThat(cluster.workingManagers()).containsExactly(second);
        assertThat(listens(manager(second).port("agentApi").orElseThrow())).isTrue();
    }

    /** Follows the routes of a pod until the stream ends; returns when the first table is there. */
    private Thread follow(int port, String pod) throws InterruptedException {
        String hello = Json.text(
                new AgentHello("default", pod, RunningManager.HELLO, "0.1.0", Map.of("app", Map.of("COLOR", "blue"))));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/agents/routes"))
                .header("authorization", "Bearer pod:" + pod)
                .POST(HttpRequest.BodyPublishers.ofString(hello))
                .build();
        CountDownLatch followed = new CountDownLatch(1);
        Thread following = Thread.ofVirtual().start(() -> {
            try (var lines =
                    http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
                lines.filter(line -> line.contains("revision")).forEach(line -> followed.countDown());
            } catch (IOException | UncheckedIOException e) {
                // Cut off.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(followed.await(20, TimeUnit.SECONDS)).isTrue();
        return following;
    }

    private void signal(String name, String manager) throws Exception {
        long pid = manager(manager).process().pid();
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private FakeAgent agent(String pod) {
        return new FakeAgent(
                new Duty.Addresses(agentApi.port(), agentTunnel.port(), connectorTunnel.port(), 0),
                "default",
                pod,
                RunningManager.HELLO,
                "pod:" + pod);
    }

    private @Nullable InterceptState state() {
        InterceptStatus status = cluster.status("hello");
        return status == null ? null : status.state();
    }

    private static boolean answered(FakeAgent agent) {
        try {
            return LocalService.ask(agent.tunnel(), RunningManager.stream("default/hello", FakeLaptop.SESSION))
                    .endsWith("from the laptop");
        } catch (Exception e) {
            return false;
        }
    }

    private int webhook(String manager) {
        return await().atMost(LIMIT)
                .until(() -> manager(manager).port("webhook"), OptionalInt::isPresent)
                .orElseThrow();
    }

    /** Asks the laptop by the agent's tunnel over and over, and notes when it answered and what the status said. */
    private final class Traffic {

        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        private final Set<InterceptState> states = ConcurrentHashMap.newKeySet();
        private final Queue<Long> answers = new ConcurrentLinkedQueue<>();
        private final Thread asking;
        private volatile boolean ended;

        Traffic(FakeAgent agent) {
            asking = Thread.ofVirtual().start(() -> {
                while (!ended) {
                    ask(agent);
                    LockSupport.parkNanos(20_000_000);
                }
            });
            await().until(() -> answers.size() >= 5);
        }

        private void ask(FakeAgent agent) {
            try {
                String answer =
                        LocalService.ask(agent.tunnel(), RunningManager.stream("default/hello", FakeLaptop.SESSION));
                if (answer.endsWith("from the laptop")) {
                    answers.add(System.nanoTime());
                } else if (!answer.isEmpty()) {
                    wrong.add(answer);
                }
            } catch (Exception e) {
                // No way to the laptop: the agent gives such requests to the app.
            }
            InterceptState state = state();
            if (state != null) {
                states.add(state);
            }
        }

        void end() throws InterruptedException {
            ended = true;
            asking.join();
        }

        Duration longestGap() {
            long longest = 0;
            long before = answers.element();
            for (long at : answers) {
                longest = Math.max(longest, at - before);
                before = at;
            }
            return Duration.ofNanos(longest);
        }
    }

    private void start(String name) {
        if (managers.get(name) == null) {
            cluster.createManagerPod(name);
        }
        managers.put(
                name,
                new ManagerProcess(
                        cluster,
                        directory.resolve(name),
                        Map.of("AGENT_IMAGE", "agent:1", "POD_NAME", name, "LEASE_DURATION", "PT2S")));
    }

    private ManagerProcess manager(String name) {
        return Objects.requireNonNull(managers.get(name));
    }

    private String working() {
        return await().atMost(LIMIT)
                .until(cluster::workingManagers, names -> names.size() == 1)
                .getFirst();
    }

    private OptionalInt port(String name) {
        List<String> working = cluster.workingManagers();
        ManagerProcess manager = working.size() == 1 ? managers.get(working.getFirst()) : null;
        return manager == null ? OptionalInt.empty() : manager.port(name);
    }
}
