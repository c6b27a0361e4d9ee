package dev.intercepts.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.tunnel.TunnelState.Announced;
import dev.intercepts.tunnel.TunnelState.Closed;
import dev.intercepts.tunnel.TunnelState.Event;
import dev.intercepts.tunnel.TunnelState.Finishing;
import dev.intercepts.tunnel.TunnelState.Live;
import dev.intercepts.tunnel.TunnelState.Replacing;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TunnelStateTest {

    private static final Event LEAVE = new Event.Leave(Duration.ofSeconds(1));
    private static final Event PEER_LEAVES = new Event.PeerLeaves();
    private static final Event OVERDUE = new Event.ReplacementOverdue();
    private static final Event GONE = new Event.Gone();

    @ParameterizedTest
    @MethodSource
    void transitions(TunnelState from, Event event, TunnelState dialler, TunnelState listener) {
        assertThat(from.on(event, true)).isEqualTo(dialler);
        assertThat(from.on(event, false)).isEqualTo(listener);
    }

    static Stream<Arguments> transitions() {
        Live live = new Live();
        Announced announced = new Announced();
        Replacing replacing = new Replacing();
        Finishing finishing = new Finishing();
        Closed closed = new Closed();
        return Stream.of(
                Arguments.of(live, LEAVE, finishing, announced),
                Arguments.of(live, PEER_LEAVES, replacing, finishing),
                Arguments.of(live, OVERDUE, live, live),
                Arguments.of(live, GONE, closed, closed),
                Arguments.of(announced, LEAVE, announced, announced),
                Arguments.of(announced, PEER_LEAVES, finishing, finishing),
                Arguments.of(announced, OVERDUE, finishing, finishing),
                Arguments.of(announced, GONE, closed, closed),
                Arguments.of(replacing, LEAVE, finishing, finishing),
                Arguments.of(replacing, PEER_LEAVES, replacing, replacing),
                Arguments.of(replacing, OVERDUE, finishing, finishing),
                Arguments.of(replacing, GONE, closed, closed),
                Arguments.of(finishing, LEAVE, finishing, finishing),
                Arguments.of(finishing, PEER_LEAVES, finishing, finishing),
                Arguments.of(finishing, OVERDUE, finishing, finishing),
                Arguments.of(finishing, GONE, closed, closed),
                Arguments.of(closed, LEAVE, closed, closed),
                Arguments.of(closed, PEER_LEAVES, closed, closed),
                Arguments.of(closed, GONE, closed, closed));
    }

    @Test
    void streamsMayBeOpenedUntilTheReplacementIsThere() {
        assertThat(Stream.of(new Live(), new Announced(), new Replacing())).allMatch(TunnelState::mayOpen);
        assertThat(Stream.of(new Finishing(), new Closed())).noneMatch(TunnelState::mayOpen);
    }

    @Test
    void onlyALiveOneIsPreferred() {
        assertThat(new Live().leaving()).isFalse();
        assertThat(Stream.of(new Announced(), new Replacing(), new Finishing(), new Closed()))
                .allMatch(TunnelState::leaving);
    }
}
