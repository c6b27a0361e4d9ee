package dev.intercepts.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestTest {

    static final ClusterChoice CLUSTER = new ClusterChoice("kind", null, "shop", null);
    static final InterceptOptions OPTIONS = new InterceptOptions(
            "hello",
            "9000:http",
            null,
            "statefulset/hello",
            null,
            "http",
            List.of("auto", "x-user=^ada$"),
            "/api",
            true,
            new IngressOptions("ingress.ingress", 443, true, "shop.example"),
            null,
            true,
            "relay",
            true);

    static Stream<Request> requests() {
        return Stream.of(
                new Request.Login("https://cloud.example", "acme", true, "icpt_key"),
                new Request.Logout("acme", false),
                new Request.Connect(CLUSTER, InstallOptions.NONE, null),
                new Request.Connect(
                        CLUSTER, InstallOptions.NONE, new NetworkOptions(false, true, List.of("10.96.0.0/12"))),
                new Request.UseProfile("acme"),
                new Request.WatchWorkloads(CLUSTER, false),
                new Request.ListWorkloads(CLUSTER, true),
                new Request.Plan(CLUSTER, OPTIONS),
                new Request.Intercept(CLUSTER, OPTIONS),
                new Request.Preview("hello", Request.PreviewAction.PUBLIC, IngressOptions.NONE, "PT8H"),
                new Request.PreviewPlan("hello"),
                new Request.Env(null, null),
                new Request.Uninstall(CLUSTER, List.of("a", "b"), false, true));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void comesBackFromTheSocketAsItWent(Request request) {
        assertThat(Request.ofLine(request.toLine())).isEqualTo(request);
    }

    @Test
    void commandsAreNamedInLowerCaseWithDashes() {
        assertThat(new Request.ListWorkloads(CLUSTER, false).toLine()).startsWith("{\"command\":\"list-workloads\",");
    }

    @Test
    void anUnknownCommandSaysWhatToDo() {
        assertThatThrownBy(() -> Request.ofLine("{\"command\":\"fly\"}"))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("fly");
    }
}
