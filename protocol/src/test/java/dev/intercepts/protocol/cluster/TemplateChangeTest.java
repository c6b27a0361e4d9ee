package dev.intercepts.protocol.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateChangeTest {

    private static final Map<String, Object> BEFORE = template("app:1", "http", "http", List.of(), List.of());
    private static final Map<String, Object> AFTER = with(
            template(
                    "app:1",
                    "app-http",
                    9950,
                    List.of(container("traffic-agent", "agent:1")),
                    List.of(Map.of("name", "token", "projected", Map.of("defaultMode", 420)))),
            "metadata",
            Map.of("labels", Map.of("app", "shop"), "annotations", Map.of("intercepts.dev/agent-config", "{}")));

    private static Map<String, Object> container(String name, String image) {
        return Map.of("name", name, "image", image);
    }

    private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        Map<String, Object> next = new HashMap<>(map);
        next.put(name, value);
        return next;
    }

    private static Map<String, Object> template(
            String image, String portName, Object probePort, List<Object> more, List<Object> volumes) {
        List<Object> containers = new ArrayList<>();
        containers.add(Map.of(
                "name", "app",
                "image", image,
                "ports", List.of(Map.of("name", portName, "containerPort", 8080)),
                "readinessProbe", Map.of("httpGet", Map.of("port", probePort)),
                "resources", Map.of()));
        containers.addAll(more);
        Map<String, Object> spec = new HashMap<>();
        spec.put("containers", containers);
        if (!volumes.isEmpty()) {
            spec.put("volumes", volumes);
        }
        Map<String, Object> template = new HashMap<>();
        template.put("metadata", Map.of("labels", Map.of("app", "shop")));
        template.put("spec", spec);
        return template;
    }

    private final TemplateChange change = TemplateChange.between(BEFORE, AFTER);

    @Test
    void whatWasChangedComesBackExactly() {
        assertThat(change.holds(AFTER)).isTrue();
        assertThat(change.holds(BEFORE)).isFalse();
        assertThat(change.undo(AFTER)).isEqualTo(BEFORE);
    }

    @Test
    void itIsKeptAsADocument() {
        assertThat(TemplateChange.of(change.document())).isEqualTo(change);
    }

    @Test
    void whatWasNotChangedHasNoEdit() {
        assertThat(TemplateChange.between(BEFORE, BEFORE).edits()).isEmpty();
        assertThat(change.edits())
                .extracting(TemplateChange.Edit::path)
                .doesNotContain(List.of("spec", "containers", "app", "image"));
    }

    @Test
    void whatOthersChangedSinceStays() {
        Map<String, Object> now = with(
                template(
                        "app:2",
                        "app-http",
                        9950,
                        List.of(container("traffic-agent", "agent:1"), container("sidecar", "sidecar:1")),
                        List.of(
                                Map.of("name", "cache", "emptyDir", Map.of()),
                                Map.of("name", "token", "projected", Map.of("defaultMode", 420)))),
                "metadata",
                Map.of(
                        "labels", Map.of("app", "shop"),
                        "annotations", Map.of("intercepts.dev/agent-config", "{}", "restarted", "yes")));

        assertThat(change.holds(now)).isTrue();
        assertThat(change.undo(now))
                .isEqualTo(with(
                        template(
                                "app:2",
                                "http",
                                "http",
                                List.of(container("sidecar", "sidecar:1")),
                                List.of(Map.of("name", "cache", "emptyDir", Map.of()))),
                        "metadata",
                        Map.of("labels", Map.of("app", "shop"), "annotations", Map.of("restarted", "yes"))));
    }

    @Test
    void aTemplateThatADeploymentToolWroteAnewHasNothingToUndo() {
        Map<String, Object> redeployed = template("app:2", "web", "web", List.of(), List.of());

        assertThat(change.holds(redeployed)).isFalse();
        assertThat(change.undo(redeployed)).isEqualTo(redeployed);
    }

    @Test
    void aToolThatPutBackItsOwnHalfLosesTheOtherHalfToo() {
        Map<String, Object> half = with(
                template(
                        "app:1",
                        "http",
                        9950,
                        List.of(container("traffic-agent", "agent:0")),
                        List.of(Map.of("name", "token", "projected", Map.of("defaultMode", 420)))),
                "metadata",
                java.util.Objects.requireNonNull(AFTER.get("metadata")));

        assertThat(change.holds(half)).isFalse();
        assertThat(change.undo(half)).isEqualTo(BEFORE);
    }

    @Test
    void numbersAndEmptyMapsAreTheSameHoweverTheyAreWritten() {
        Map<String, Object> before = Map.of("spec", Map.of("a", 1, "b", Map.of("c", Map.of())));
        Map<String, Object> after = Map.of("spec", Map.of("a", 1L, "d", 2L));

        assertThat(TemplateChange.between(before, after).edits())
                .containsExactly(new TemplateChange.Edit(List.of("spec", "d"), null, 2L));
        assertThat(TemplateChange.between(before, after).holds(Map.of("spec", Map.of("d", 2))))
                .isTrue();
    }

    @Test
    void whatWentComesBackInItsPlace() {
        Map<String, Object> before = Map.of("env", List.of(Map.of("name", "A"), Map.of("name", "B")), "host", "x");
        Map<String, Object> after = Map.of("env", List.of(Map.of("name", "B")));

        assertThat(TemplateChange.between(before, after).undo(after)).isEqualTo(before);
    }
}
