package dev.intercepts.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.Views.Holder;
import dev.intercepts.connector.contract.Views.PreviewLine;
import dev.intercepts.connector.contract.Views.PreviewList;
import dev.intercepts.connector.contract.Views.WorkloadLine;
import dev.intercepts.connector.contract.Views.Workloads;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListTextTest {

    private static final List<WorkloadLine> LINES = List.of(
            new WorkloadLine("shop", "Deployment", "hello", false, null, List.of()),
            new WorkloadLine("shop", "Deployment", "web-front", true, null, List.of()),
            new WorkloadLine("shop", "StatefulSet", "db", false, "no service leads to it", List.of()),
            new WorkloadLine(
                    "shop",
                    "Deployment",
                    "api",
                    true,
                    null,
                    List.of(
                            new Holder("api", "ada", "ada-laptop", "ACTIVE", true),
                            new Holder("api-2", "bob", "bobs-mac", "PAUSED", false))));

    @Test
    void aWorkloadALineAligned() {
        assertThat(ListText.workloads(new Workloads(false, LINES))).isEqualTo("""
                hello         : ready to intercept (traffic-agent not yet installed)
                web-front     : ready to intercept (traffic-agent installed)
                statefulset/db: cannot be intercepted (no service leads to it)
                api           : intercepted by you (api), intercepted by bob on bobs-mac (api-2, PAUSED)
                """);
    }

    @Test
    void inAllNamespacesTheNamespaceIsShown() {
        assertThat(ListText.workloads(new Workloads(true, LINES.subList(0, 1))))
                .isEqualTo("shop/hello: ready to intercept (traffic-agent not yet installed)\n");
        assertThat(ListText.workloads(new Workloads(true, List.of()))).isEqualTo("No workloads here\n");
    }

    @Test
    void previews() {
        List<PreviewLine> lines = List.of(
                new PreviewLine("hello", "https://a.preview.example", "private"),
                new PreviewLine("hello-shop", "https://b.preview.example", "public"));
        assertThat(ListText.previews(new PreviewList(lines))).isEqualTo("""
                hello     : https://a.preview.example (private)
                hello-shop: https://b.preview.example (public)
                """);
        assertThat(ListText.previews(new PreviewList(List.of()))).isEqualTo("No preview URLs\n");
    }
}
