package dev.intercepts.manager.injection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pairs of pods in {@code src/test/resources/injection}: as asked for, and with the agent. */
class InjectorTest {

    private static final WorkloadRef HELLO = new WorkloadRef("shop", new Workload(WorkloadKind.Deployment, "hello"));

    private static final List<ServiceView> SERVICES = List.of(
            service("hello", false, port("http", 80, "http")),
            service("numeric", false, port(null, 80, "8080")),
            service("headless", true, port("db", 8080, "db")),
            service(
                    "two",
                    false,
                    port("http", 80, "http"),
                    port("admin", 81, "admin"),
                    new ServiceView.Port("dns", 53, "53", "UDP")));

    private final Injector injector =
            new Injector(new InjectionSettings("agent:1", "redirect:1", "traffic-manager.intercepts.svc", 8080, 8081));

    @ParameterizedTest
    @ValueSource(strings = {"named-port", "numeric-port", "headless-service", "two-containers-with-environment"})
    void addsTheAgentAndLeavesTheRestAsItWas(String name) throws Exception {
        JsonNode before = read(name + ".in.json");
        JsonNode untouched = before.deepCopy();
        JsonNode expected = read(name + ".out.json");

        JsonNode after = injected(before);

        // Which paths differ says more than two documents do.
        assertThat(JsonPatch.diff(expected, after)).isEmpty();
        assertThat(after).isEqualTo(expected);
        assertThat(before).isEqualTo(untouched);
    }

    @ParameterizedTest
    @ValueSource(strings = {"named-port", "numeric-port", "headless-service", "two-containers-with-environment"})
    void injectsOnceOnly(String name) throws Exception {
        assertThat(injector.inject(read(name + ".out.json"), HELLO, SERVICES))
                .isEqualTo(new Injector.Result.Unchanged("it has an agent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"named-port", "numeric-port", "headless-service", "two-containers-with-environment"})
    void thePatchMakesTheSamePod(String name) throws Exception {
        JsonNode before = read(name + ".in.json");
        JsonNode after = injected(before);

        assertThat(io.fabric8.zjsonpatch.JsonPatch.apply(JsonPatch.diff(before, after), before))
                .isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({
        "/metadata/annotations, {}, not asked for",
        "/metadata/labels, '{\"app\":\"unknown\"}', no Service leads to a TCP port of it",
        "/spec/hostNetwork, true, the pod uses the node's network",
    })
    void leavesPodsAlone(String path, String value, String reason) throws Exception {
        JsonNode pod = read("named-port.in.json");
        int slash = path.lastIndexOf('/');
        ((ObjectNode) pod.at(path.substring(0, slash)))
                .set(path.substring(slash + 1), Json.read(value, JsonNode.class));

        assertThat(injector.inject(pod, HELLO, SERVICES)).isEqualTo(new Injector.Result.Unchanged(reason));
    }

    private ObjectNode injected(JsonNode pod) {
        return switch (injector.inject(pod, HELLO, SERVICES)) {
            case Injector.Result.Injected(ObjectNode after) -> after;
            case Injector.Result.Unchanged(String reason) -> throw new AssertionError(reason);
        };
    }

    private static JsonNode read(String name) throws Exception {
        try (InputStream file =
                Objects.requireNonNull(InjectorTest.class.getResourceAsStream("/injection/" + name), name)) {
            return Json.read(file.readAllBytes(), JsonNode.class);
        }
    }

    private static ServiceView service(String name, boolean headless, ServiceView.Port... ports) {
        return new ServiceView("shop", name, Map.of("app", name), headless, List.of(ports));
    }

    private static ServiceView.Port port(@Nullable String name, int port, String target) {
        return new ServiceView.Port(name, port, target, "TCP");
    }
}
