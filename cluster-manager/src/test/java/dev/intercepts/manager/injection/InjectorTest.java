package dev.intercepts.manager.injection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.world.PodSecurity;
import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
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
                    new ServiceView.Port("dns", 53, "53", "UDP")),
            service("named", false, port("http", 80, "http")),
            new ServiceView("shop", "several-a", Map.of("app", "several"), false, List.of(port("http", 80, "http"))),
            new ServiceView(
                    "shop",
                    "several-b",
                    Map.of("app", "several"),
                    false,
                    List.of(port("web", 8080, "web"), port("admin", 81, "admin"))),
            service("same-name", false, port(null, 80, "http")),
            service("native-sidecar", false, port("https", 443, "https"), port("plain", 80, "8080")),
            new ServiceView(
                    "shop", "sidecar-numeric", Map.of("app", "native-sidecar"), false, List.of(port(null, 1, "8443"))),
            service("probes", true, port("http", 80, "http"), port("grpc", 81, "grpc")),
            new ServiceView("shop", "probes-admin", Map.of("app", "probes"), false, List.of(port(null, 82, "admin"))),
            service(
                    "udp",
                    false,
                    new ServiceView.Port("dns", 53, "dns", "UDP"),
                    port("dns-tcp", 53, "dns-tcp"),
                    new ServiceView.Port("diameter", 3868, "diameter", "SCTP")),
            service("ports-in-use", false, port("a", 1, "a"), port("b", 2, "b"), port("c", 3, "9950")),
            service("restricted", false, port("http", 80, "http"), port("admin", 81, "9090")),
            service("undeclared", false, port(null, 80, "8080")));

    private final Injector injector = new Injector(
            new InjectionSettings(
                    "agent:1", "redirect:1", "traffic-manager.intercepts.svc", 8080, 8081, ImagePull.DEFAULT, null),
            () -> Optional.of("10.96.7.7"));

    @ParameterizedTest
    @MethodSource("shapes")
    void addsTheAgentAndLeavesTheRestAsItWas(String name) throws Exception {
        JsonNode before = read(name + ".in.json");
        JsonNode untouched = before.deepCopy();
        JsonNode after = injected(name, before);
        JsonNode expected = read(name + ".out.json");

        // Which paths differ says more than two documents do.
        assertThat(JsonPatch.diff(expected, after)).isEmpty();
        assertThat(after).isEqualTo(expected);
        assertThat(before).isEqualTo(untouched);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void injectsOnceOnly(String name) throws Exception {
        assertThat(inject(name, read(name + ".out.json"))).isEqualTo(new Injector.Result.Unchanged("it has an agent"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void thePatchMakesTheSamePod(String name) throws Exception {
        JsonNode before = read(name + ".in.json");
        JsonNode after = injected(name, before);

        assertThat(io.fabric8.zjsonpatch.JsonPatch.apply(JsonPatch.diff(before, after), before))
                .isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({
        "/metadata/labels, '{\"app\":\"unknown\"}', no Service leads to a TCP port of it",
        "/spec/hostNetwork, true, it uses the node's network",
        "/spec/os, '{\"name\":\"windows\"}', 'it runs on Windows, and the agent''s image is for Linux'",
        "/spec/nodeSelector, '{\"kubernetes.io/os\":\"windows\"}',"
                + " 'it runs on Windows, and the agent''s image is for Linux'",
        "/spec/initContainers, '[{\"name\":\"traffic-agent\",\"restartPolicy\":\"Always\"}]',"
                + " another product's container in it is called traffic-agent",
    })
    void leavesPodsAlone(String path, String value, String reason) throws Exception {
        JsonNode pod = read("named-port.in.json");
        int slash = path.lastIndexOf('/');
        ((ObjectNode) pod.at(path.substring(0, slash)))
                .set(path.substring(slash + 1), Json.read(value, JsonNode.class));

        Injector.Result result = injector.inject(pod, HELLO, SERVICES, PodSecurity.PRIVILEGED);

        assertThat(result).isInstanceOfSatisfying(Injector.Result.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            // Only the reason is new.
            ObjectNode told = (ObjectNode) pod.deepCopy();
            ((ObjectNode) told.at("/metadata/annotations")).put("intercepts.dev/agent-refused", reason);
            assertThat(refused.pod()).isEqualTo(told);
        });
    }

    @Test
    void agentsArePulledAndLogAsTheInstallationWasTold() throws Exception {
        Injector told = new Injector(
                new InjectionSettings(
                        "agent:1",
                        "redirect:1",
                        "traffic-manager.intercepts.svc",
                        8080,
                        8081,
                        new ImagePull("Always", List.of("registry", "mirror")),
                        "debug"),
                () -> Optional.of("10.96.7.7"));
        ObjectNode pod = (ObjectNode) read("numeric-port.in.json");
        ((ObjectNode) pod.path("spec")).set("imagePullSecrets", Json.read("[{\"name\":\"mirror\"}]", JsonNode.class));
        String app = pod.at("/spec/containers/0/imagePullPolicy").asString("none");

        JsonNode spec = ((Injector.Result.Injected) told.inject(pod, HELLO, SERVICES, PodSecurity.PRIVILEGED))
                .pod()
                .path("spec");

        assertThat(spec.path("imagePullSecrets").toString())
                .isEqualTo("[{\"name\":\"mirror\"},{\"name\":\"registry\"}]");
        assertThat(spec.at("/initContainers/0/imagePullPolicy").asString("none"))
                .isEqualTo("Always");
        assertThat(spec.at("/containers/1/imagePullPolicy").asString("none")).isEqualTo("Always");
        assertThat(spec.at("/containers/0/imagePullPolicy").asString("none")).isEqualTo(app);
        assertThat(spec.at("/containers/1/env").toString()).contains("{\"name\":\"LOG_LEVEL\",\"value\":\"debug\"}");
    }

    @Test
    void leavesPodsAloneThatDoNotAsk() throws Exception {
        JsonNode pod = read("named-port.in.json");
        ((ObjectNode) pod.at("/metadata/annotations")).remove("intercepts.dev/inject-traffic-agent");

        assertThat(injector.inject(pod, HELLO, SERVICES, PodSecurity.PRIVILEGED))
                .isEqualTo(new Injector.Result.Unchanged("not asked for"));
    }

    @Test
    void redirectsNothingWhereThatIsForbidden() throws Exception {
        for (PodSecurity level : List.of(PodSecurity.BASELINE, PodSecurity.RESTRICTED)) {
            assertThat(injector.inject(read("numeric-port.in.json"), HELLO, SERVICES, level))
                    .isInstanceOfSatisfying(
                            Injector.Result.Refused.class,
                            refused -> assertThat(refused.reason())
                                    .isEqualTo(
                                            "no Service leads to a TCP port of it by name, and its namespace's Pod Security"
                                                    + " level " + level.label() + " forbids to redirect numbers"));
        }
    }

    @Test
    void standsBehindAMeshWhoseWebhookWasAskedLater() throws Exception {
        ObjectNode pod = injected("numeric-port", read("numeric-port.in.json"));
        ObjectNode spec = (ObjectNode) pod.path("spec");
        JsonNode mesh = read("istio.in.json").path("spec");
        ((ArrayNode) spec.path("initContainers")).add(mesh.at("/initContainers/1"));
        ((ArrayNode) spec.path("containers")).add(mesh.at("/containers/0"));

        ObjectNode after = injected("numeric-port", pod);

        assertThat(after.at("/spec/initContainers"))
                .extracting(container -> container.path("name").asString())
                .containsExactly("migrate", "istio-init", "traffic-agent-redirect");
        assertThat(after.at("/spec/initContainers/2/command/2"))
                .isEqualTo(read("istio.out.json").at("/spec/initContainers/2/command/2"));
        assertThat(inject("numeric-port", after)).isEqualTo(new Injector.Result.Unchanged("it has an agent"));
    }

    static Stream<String> shapes() throws Exception {
        Path directory = Path.of(Objects.requireNonNull(InjectorTest.class.getResource("/injection"))
                .toURI());
        try (Stream<Path> files = Files.list(directory)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".in.json"))
                    .map(file -> file.substring(0, file.length() - ".in.json".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private Injector.Result inject(String shape, JsonNode pod) {
        return injector.inject(
                pod, HELLO, SERVICES, shape.startsWith("restricted") ? PodSecurity.RESTRICTED : PodSecurity.PRIVILEGED);
    }

    private ObjectNode injected(String shape, JsonNode pod) {
        return switch (inject(shape, pod)) {
            case Injector.Result.Injected(ObjectNode after) -> after;
            case Injector.Result.Refused(var annotated, String reason) -> throw new AssertionError(reason);
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
