package dev.intercepts.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.playground.world.World;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code doctor} as a person runs it: in a sound world, and in one whose webhook somebody took away. */
@ExtendWith(Playground.class)
class DoctorIT {

    private static final String WORKLOAD = "orders";

    private final World world;
    private final Laptop laptop;

    DoctorIT(World world) throws IOException {
        this.world = world;
        this.laptop = Laptop.of(world, "ada", "acme", "Hello from a laptop with a doctor");
    }

    @AfterEach
    void close() {
        // Puts back what a test took away and could not put back itself.
        laptop.telepresence().run("connect");
        laptop.close();
    }

    @Test
    void findsNothingWhereAllIsWell() {
        laptop.telepresence().run("connect").ok();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(laptop.telepresence().run("doctor").out())
                                .endsWith("All is well.\n")
                                .contains(
                                        "ok    rights to intercept: ",
                                        "ok    webhook: ",
                                        "ok    port-forward: ",
                                        "ok    routes to this laptop: direct: connected; relay: connected",
                                        "ok    login: ada of acme",
                                        "ok    clock: agrees")
                                .doesNotContainIgnoringCase("token"));
        assertThat(laptop.telepresence().run("doctor", "--output=json").ok()).contains("\"healthy\": true");
    }

    @Test
    void aWebhookThatIsMissingIsSaidAndPutBack() {
        laptop.telepresence().run("connect").ok();
        laptop.telepresence().run("uninstall", "--agent", WORKLOAD).ok();
        world.cluster()
                .client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName("intercepts-agent-injector")
                .delete();

        assertThat(laptop.telepresence().run("doctor").failed())
                .contains("fail  webhook: its configuration is not there");
        assertThat(laptop.telepresence().run("status").ok()).contains("Warning:    the webhook: ");
        assertThat(laptop.telepresence()
                        .run("intercept", WORKLOAD, "--port=" + laptop.port() + ":http", "--preview-url=false")
                        .failed())
                .contains("deployment/orders would get no Traffic Agent", "`telepresence connect`");

        laptop.telepresence().run("connect").ok();
        laptop.telepresence()
                .run("intercept", WORKLOAD, "--port=" + laptop.port() + ":http", "--preview-url=false")
                .ok();
        laptop.telepresence().run("leave", WORKLOAD).ok();
    }
}
