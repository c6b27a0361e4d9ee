package dev.intercepts.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.playground.browser.Browser;
import dev.intercepts.playground.browser.Page;
import dev.intercepts.playground.tour.People;
import dev.intercepts.playground.world.World;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code kill -9} of each process in turn: requests for services that are not intercepted lose nothing, and the intercept
 * goes on by itself.
 */
@ExtendWith(Playground.class)
class KillIT {

    private static final Duration RECOVERY = Duration.ofSeconds(40);

    private final World world;
    private final People people;
    private final Browser grace = new Browser();
    private final List<Traffic> traffic = new ArrayList<>();
    private Laptop laptop;
    private String preview = "";

    KillIT(World world) throws IOException {
        this.world = world;
        this.people = new People(world.state());
        this.laptop = Laptop.of(world, "ada", "acme", "Hello from a laptop that stays");
    }

    @BeforeEach
    void intercept() {
        preview = laptop.preview("hello");
        people.signIn(grace, grace.open(preview), "grace", "acme");
        awaitLocalAnswer();
    }

    @AfterEach
    void leave() {
        traffic.forEach(Traffic::close);
        laptop.close();
        grace.close();
    }

    @Test
    void agent() {
        Traffic orders = send("orders.localhost", "from the cluster");
        Traffic other = send("myns.localhost", "from the cluster");
        kill(container("traffic-agent"), () -> container("traffic-agent"));
        assertNothingLost(orders, other);
    }

    @Test
    void manager() {
        Traffic orders = send("orders.localhost", "from the cluster");
        Traffic hello = send("hello.localhost", "from the cluster");
        // One of the two works: that one must be among them.
        for (ProcessHandle manager : containers("traffic-manager").toList()) {
            assertThat(manager.destroyForcibly()).isTrue();
            awaitLocalAnswer();
            await().atMost(RECOVERY)
                    .until(() -> containers("traffic-manager")
                                    .filter(ProcessHandle::isAlive)
                                    .count()
                            == 2);
        }
        assertNothingLost(orders, hello);
    }

    @Test
    void cloud() {
        Traffic orders = send("orders.localhost", "from the cluster");
        Traffic hello = send("hello.localhost", "from the cluster");
        kill(cloudProcess(), this::cloudProcess);
        assertNothingLost(orders, hello);
    }

    @Test
    void daemon() {
        Traffic orders = send("orders.localhost", "from the cluster");
        Traffic hello = send("hello.localhost", "from the cluster");
        kill(laptop.daemon(), laptop::daemon);
        assertNothingLost(orders, hello);
    }

    private Traffic send(String host, String expected) {
        Traffic begun = Traffic.to(world.state(), host, expected);
        traffic.add(begun);
        await().until(() -> begun.answers() >= 10);
        return begun;
    }

    /** Ends a process as nobody can prepare for, and waits until another has its place and the intercept works again. */
    private void kill(ProcessHandle process, java.util.function.Supplier<ProcessHandle> successor) {
        assertThat(process.destroyForcibly()).isTrue();
        await().atMost(RECOVERY)
                // Until there is a successor, looking for it fails in one way or another.
                .ignoreExceptionsMatching(notThereYet -> true)
                .until(() -> successor.get().pid() != process.pid());
        awaitLocalAnswer();
    }

    private void assertNothingLost(Traffic... streams) {
        for (Traffic stream : streams) {
            int before = stream.answers();
            await().until(() -> stream.answers() >= before + 10);
            assertThat(stream.failures()).isEmpty();
        }
    }

    private void awaitLocalAnswer() {
        await().atMost(RECOVERY).ignoreExceptions().untilAsserted(() -> {
            Page page = grace.open(preview);
            assertThat(page.text()).contains(laptop.says());
        });
    }

    private ProcessHandle container(String name) {
        return containers(name)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no such container in " + world.cluster().pods()));
    }

    private Stream<ProcessHandle> containers(String name) {
        return world.cluster().pods().stream()
                .filter(pod -> pod.container().equals(name))
                .flatMap(pod -> ProcessHandle.of(pod.pid()).stream());
    }

    private ProcessHandle cloudProcess() {
        Long pid = world.state().pids().get("cloud");
        return ProcessHandle.of(pid == null ? -1 : pid).orElseThrow();
    }
}
