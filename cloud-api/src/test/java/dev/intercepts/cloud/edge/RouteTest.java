package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.edge.EdgeConfig.Times;
import dev.intercepts.cloud.edge.EdgeConfig.VisitorLimits;
import dev.intercepts.cloud.previews.PreviewTarget;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.stream.TraceParent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

    private static final EdgeConfig CONFIG = new EdgeConfig(
            "127.0.0.1",
            0,
            "preview.localhost",
            true,
            URI.create("https://cloud.example"),
            VisitorLimits.DEFAULT,
            Times.DEFAULT,
            true);

    private static PreviewTarget target(Map<String, String> headers, String l5Host) {
        return new PreviewTarget(
                "label",
                Access.PRIVATE,
                "org",
                "Org",
                "cluster",
                "id",
                "ns/name",
                new Ingress("fd00::1", 443, true, l5Host),
                headers,
                "Ann",
                "session",
                InterceptState.ACTIVE,
                false);
    }

    private static Route route(Map<String, String> headers, String l5Host) {
        return new Route(target(headers, l5Host), CONFIG, new AtomicInteger());
    }

    @Test
    void addressesTheIngress() {
        Route route = route(Map.of(), "shop.example");
        TraceParent asker = new TraceParent(1, 2, 3, true);
        assertThat(route.streamRequest(asker).authority()).isEqualTo("[fd00::1]:443");
        assertThat(route.streamRequest(asker).headers())
                .containsOnly(
                        Map.entry("intercepts-intercept", "ns/name"),
                        Map.entry("traceparent", "00-00000000000000010000000000000002-0000000000000003-01"));
        assertThat(route.l5Host()).isEqualTo("shop.example");
    }

    @Test
    void neverLetsAHeaderEndAndAnotherBegin() {
        Route route = route(
                Map.of("x-user", "ann\r\nX-Admin: yes", "x\r\ny", "z", "Transfer-Encoding", "chunked", "host", "h"),
                "shop.example\r\nX-Admin: yes");
        String fixed = new String(route.fixedFields(), StandardCharsets.UTF_8);
        assertThat(fixed.lines()).containsExactly("x-user: annX-Admin: yes", "X-Forwarded-Proto: https");
        assertThat(route.l5Host()).isEqualTo("shop.exampleX-Admin:yes");
    }

    @ParameterizedTest
    @CsvSource({
        "label.preview.localhost, true",
        "label.preview.localhost., true",
        "x.label.preview.localhost, false",
        "preview.localhost, false",
        ".preview.localhost, false",
        "labelpreview.localhost, false",
        "label.preview.localhost.evil, false",
        "other.preview.localhost, false"
    })
    void findsAPreviewByOneLabel(String host, boolean found) {
        PreviewTarget target = target(Map.of(), "shop.example");
        Routes routes = new Routes(CONFIG, label -> label.equals("label") ? Optional.of(target) : Optional.empty());
        assertThat(routes.find(host) != null).isEqualTo(found);
    }

    @Test
    void keepsARouteWhileItsTargetIsTheSame() {
        PreviewTarget[] current = {target(Map.of("a", "b"), "shop.example")};
        Routes routes = new Routes(CONFIG, label -> Optional.of(current[0]));
        Route first = routes.byLabel("label");
        current[0] = target(Map.of("a", "b"), "shop.example");
        assertThat(routes.byLabel("label")).isSameAs(first);
        current[0] = target(Map.of("a", "c"), "shop.example");
        assertThat(routes.byLabel("label")).isNotSameAs(first);
    }
}
