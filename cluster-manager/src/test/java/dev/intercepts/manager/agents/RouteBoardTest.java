package dev.intercepts.manager.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.manager.intercepts.World;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.protocol.route.AgentApplied;
import dev.intercepts.protocol.route.Route;
import dev.intercepts.protocol.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteBoardTest {

    private static final WorkloadRef HELLO = workload("hello");
    private static final WorkloadRef OTHER = workload("other");
    private static final PodRef POD = new PodRef("default", "hello-1");
    private static final Route ONE = route("default/one");
    private static final Route TWO = route("default/two");

    private final AtomicInteger changes = new AtomicInteger();
    private final RouteBoard board = new RouteBoard(100, changes::incrementAndGet);
    private final AtomicInteger ended = new AtomicInteger();
    private final List<RouteTable> told = new ArrayList<>();

    @Test
    void tellsAnAgentItsRoutesAtOnceAndAtEachChange() {
        follow();
        board.publish(Map.of(HELLO, List.of(ONE)));
        board.publish(Map.of(HELLO, List.of(ONE), OTHER, List.of(TWO)));
        board.publish(Map.of());

        assertThat(told).extracting(RouteTable::routes).containsExactly(List.of(), List.of(ONE), List.of());
        assertThat(told).extracting(RouteTable::revision).isSorted().doesNotHaveDuplicates();
        assertThat(told.getFirst().revision()).isGreaterThan(100);
    }

    @Test
    void countsAsAppliedWhatWasInTheTableThatTheAgentReports() {
        board.publish(Map.of(HELLO, List.of(ONE)));
        follow();
        RouteTable first = told.getLast();
        board.publish(Map.of(HELLO, List.of(ONE, TWO)));
        assertThat(agent().applied()).isEmpty();

        report(first.revision(), null);
        assertThat(agent().applied()).containsExactly(ONE);

        report(told.getLast().revision(), null);
        assertThat(agent().applied()).containsExactlyInAnyOrder(ONE, TWO);
    }

    @Test
    void anErrorConcernsTheRoutesThatWereNotThereBefore() {
        board.publish(Map.of(HELLO, List.of(ONE)));
        follow();
        report(told.getLast().revision(), null);
        board.publish(Map.of(HELLO, List.of(ONE, TWO)));

        report(told.getLast().revision(), "no such port");

        assertThat(agent().applied()).containsExactly(ONE);
        assertThat(agent().refused()).containsExactly(TWO);
        assertThat(agent().error()).isEqualTo("no such port");
    }

    @Test
    void ignoresReportsOfTablesThatWereNeverSent() {
        board.publish(Map.of(HELLO, List.of(ONE)));
        follow();
        report(7, null);

        assertThat(agent().applied()).isEmpty();
    }

    @Test
    void theEndOfAnOldSubscriptionDoesNotEndTheNewOne() {
        Runnable first = follow();
        Runnable second = follow();
        assertThat(ended).as("the old one has ended").hasValue(1);
        first.run();
        assertThat(board.agents()).containsKey(POD);

        int before = changes.get();
        second.run();
        assertThat(board.agents()).isEmpty();
        assertThat(changes).hasValue(before + 1);
    }

    @Test
    void knowsEnvironmentsWhileAnAgentIsThere() {
        Runnable end = follow();
        assertThat(board.environment(HELLO, "app", POD::equals)).contains(Map.of("COLOR", "blue"));
        assertThat(board.environment(HELLO, "side", POD::equals)).isEmpty();
        assertThat(board.environment(OTHER, "app", POD::equals)).isEmpty();
        assertThat(board.environment(HELLO, "app", pod -> false))
                .as("of a pod that is not the workload's")
                .isEmpty();

        end.run();
        assertThat(board.environment(HELLO, "app", POD::equals)).isEmpty();
    }

    @Test
    void whoFollowsIsToldThatNothingIsDecidedHereAnyMore() {
        follow();
        board.close();
        assertThat(ended).hasValue(1);
        assertThat(board.agents()).isEmpty();

        follow();
        assertThat(ended).as("who comes later, too").hasValue(2);
        assertThat(board.agents()).isEmpty();
    }

    private Runnable follow() {
        return board.follow(POD, HELLO, Map.of("app", Map.of("COLOR", "blue")), told::add, ended::incrementAndGet);
    }

    private void report(long revision, @Nullable String error) {
        board.applied(POD, new AgentApplied("default", "hello-1", revision, error));
    }

    private World.Agent agent() {
        return Objects.requireNonNull(board.agents().get(POD));
    }

    private static WorkloadRef workload(String name) {
        return new WorkloadRef("default", new Workload(WorkloadKind.Deployment, name));
    }

    private static Route route(String intercept) {
        return new Route(intercept, 8080, Mechanism.HTTP, Match.ALL, "a".repeat(32), 9000);
    }
}
