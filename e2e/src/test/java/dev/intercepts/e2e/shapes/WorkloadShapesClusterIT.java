package dev.intercepts.e2e.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each shape of workload on a real cluster ({@code docs/workloads.md}): intercepted, asked, left, uninstalled, and as it was; or
 * refused with a sentence that says why, and untouched. All of them live through it at once.
 */
@EnabledIfSystemProperty(
        named = "intercepts.cluster",
        matches = ".+",
        disabledReason = "no Kubernetes was given; KUBECONFIG=FILE .ci/run cluster runs them")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkloadShapesClusterIT {

    private @Nullable ShapeLives lives;
    private Map<Shape, Life> seen = Map.of();

    @BeforeAll
    void live() throws Exception {
        ShapeLives begun = new ShapeLives();
        lives = begun;
        seen = begun.run();
    }

    @AfterAll
    void end() {
        if (lives != null) {
            lives.close();
        }
    }

    static Stream<Shape> good() {
        return Shape.ALL.stream().filter(shape -> shape.refusal() == null);
    }

    static Stream<Shape> refused() {
        return Shape.ALL.stream().filter(shape -> shape.refusal() != null);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void isInterceptedLeftAndAsItWas(Shape shape) {
        Life life = life(shape);

        assertThat(life.failure()).isNull();
        assertThat(life.said()).containsPattern("State *: ACTIVE");
        assertThat(life.withHeader()).isEqualTo("200 from the laptop");
        assertThat(life.withoutHeader()).startsWith("200 from the cluster: " + shape.name());
        assertThat(life.pods()).isEmpty();
        assertThat(life.probes()).containsExactlyElementsOf(shape.probed());
        assertThat(life.left()).startsWith("200 from the cluster: " + shape.name());
        assertThat(life.after()).isEqualTo(life.before());
        assertThat(life.agents()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefusedWithASentenceAndUntouched(Shape shape) {
        Life life = life(shape);

        assertThat(life.failure()).isNull();
        assertThat(life.said()).contains(shape.refusal());
        assertThat(life.after()).isEqualTo(life.before());
        assertThat(life.agents()).isZero();
    }

    private Life life(Shape shape) {
        return Objects.requireNonNull(seen.get(shape));
    }
}
