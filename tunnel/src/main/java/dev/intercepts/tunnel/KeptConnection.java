package dev.intercepts.tunnel;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One of a dialer's connections: dialled, held, and dialled again when it breaks or when its listener announces that it goes
 * away. Confined to the dialer's home event loop.
 */
final class KeptConnection {

    /** Dials once; the outcome may come on any thread. */
    interface Dial {
        void dial(int turn, Carrier carrier, Consumer<DialOutcome> onOutcome);
    }

    /** Where this connection stands. */
    sealed interface State {
        /**
         * Being dialled, or waiting to be.
         *
         * @param reason why it is not up, or {@code null} at the start
         */
        record Down(@Nullable String reason) implements State {}

        /** The listener refused; dialled again after a long pause. */
        record Refused(int status, String message) implements State {}

        /**
         * Up.
         *
         * @param tunnel what is up
         * @param sinceNanos on the home event loop's clock
         */
        record Up(TunnelConnection tunnel, long sinceNanos) implements State {}

        /**
         * Up still, but its listener goes away; its replacement is being dialled.
         *
         * @param leaving what serves meanwhile
         */
        record Replacing(TunnelConnection leaving) implements State {}

        /** Not dialled any more. */
        record Stopped() implements State {}
    }

    private final EventExecutor home;
    private final Dial dial;
    private final TunnelSettings settings;
    private final RandomGenerator random;
    private final Consumer<TunnelConnection> onUp;
    private final Runnable onChange;

    private State state = new State.Down(null);
    private Backoff backoff;
    private Carrier carrier = Carrier.PLAIN;
    private int turn;

    /**
     * Does not dial yet.
     *
     * @param turn which of the host's addresses to begin with
     * @param onUp told of each connection that is up
     * @param onChange told after each change of {@link #state()}
     */
    KeptConnection(
            EventExecutor home,
            Dial dial,
            TunnelSettings settings,
            RandomGenerator random,
            int turn,
            Consumer<TunnelConnection> onUp,
            Runnable onChange) {
        this.home = home;
        this.dial = dial;
        this.settings = settings;
        this.random = random;
        this.turn = turn;
        this.onUp = onUp;
        this.onChange = onChange;
        this.backoff = Backoff.of(settings);
    }

    State state() {
        return state;
    }

    /** Dials now. */
    void dial() {
        if (!(state instanceof State.Stopped)) {
            dial.dial(turn, carrier, outcome -> home.execute(() -> dialled(outcome)));
        }
    }

    /** Dials no more; what is up stays so. */
    void stop() {
        state = new State.Stopped();
    }

    private void dialled(DialOutcome outcome) {
        if (state instanceof State.Stopped) {
            if (outcome instanceof DialOutcome.Up(TunnelConnection tunnel)) {
                tunnel.close();
            }
            return;
        }
        switch (outcome) {
            case DialOutcome.Up(TunnelConnection tunnel) -> up(tunnel);
            case DialOutcome.Refused(int status, String message) -> refused(status, message);
            case DialOutcome.Failed(String reason, boolean carrierSuspect) -> {
                if (carrierSuspect) {
                    carrier = carrier.other();
                }
                dialAgain(new State.Down(reason));
            }
        }
    }

    private void up(TunnelConnection tunnel) {
        if (state instanceof State.Replacing(TunnelConnection leaving)) {
            leaving.leave();
        }
        state = new State.Up(tunnel, home.ticker().nanoTime());
        onUp.accept(tunnel);
        tunnel.leaving().thenRun(() -> home.execute(() -> left(tunnel)));
        onChange.run();
    }

    private void refused(int status, String message) {
        if (status == 503) {
            dialAgain(new State.Down(message));
        } else {
            if (!(state instanceof State.Replacing)) {
                state = new State.Refused(status, message);
                onChange.run();
            }
            dialAfter(backoff.refusedPause(random));
        }
    }

    /** A connection broke, or its listener goes away; either way another is needed. */
    private void left(TunnelConnection tunnel) {
        if (!(state instanceof State.Up(TunnelConnection current, long sinceNanos)) || current != tunnel) {
            return;
        }
        backoff = backoff.broken(Duration.ofNanos(home.ticker().nanoTime() - sinceNanos), settings.healthyAfter());
        turn++;
        String reason = tunnel.closeReason();
        if (reason == null) {
            state = new State.Replacing(tunnel);
            tunnel.closed().thenRun(() -> home.execute(() -> goneUnreplaced(tunnel)));
        } else {
            state = new State.Down(reason);
        }
        onChange.run();
        dialAfter(backoff.pause(random));
    }

    private void goneUnreplaced(TunnelConnection tunnel) {
        if (state instanceof State.Replacing(TunnelConnection leaving) && leaving == tunnel) {
            state = new State.Down(tunnel.closeReason());
            onChange.run();
        }
    }

    private void dialAgain(State next) {
        turn++;
        backoff = backoff.failed();
        if (!(state instanceof State.Replacing)) {
            state = next;
            onChange.run();
        }
        dialAfter(backoff.pause(random));
    }

    private void dialAfter(Duration pause) {
        home.schedule(this::dial, pause.toNanos(), TimeUnit.NANOSECONDS);
    }
}
