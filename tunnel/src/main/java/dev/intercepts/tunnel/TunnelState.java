package dev.intercepts.tunnel;

import java.time.Duration;

/**
 * Where a live connection stands on its way out (docs/decisions/0011). Leaving is: announce by GOAWAY, go on until the
 * replacement is there, open nothing more, finish what is open, close.
 */
sealed interface TunnelState {

    /** What happens to a connection. */
    sealed interface Event {
        /**
         * This side wants to leave.
         *
         * @param limit after which what is still open is reset
         */
        record Leave(Duration limit) implements Event {}

        /** The peer's GOAWAY: it leaves, or it has stopped opening because this side leaves. */
        record PeerLeaves() implements Event {}

        /** The replacement was waited for long enough. */
        record ReplacementOverdue() implements Event {}

        /** The connection is gone. */
        record Gone() implements Event {}
    }

    /** Nothing is wrong. */
    record Live() implements TunnelState {
        @Override
        public TunnelState on(Event event, boolean dialler) {
            return switch (event) {
                // The dialler knows when its replacement is up, and leaves only then.
                case Event.Leave ignored -> dialler ? new Finishing() : new Announced();
                case Event.PeerLeaves ignored -> dialler ? new Replacing() : new Finishing();
                case Event.ReplacementOverdue ignored -> this;
                case Event.Gone ignored -> new Closed();
            };
        }
    }

    /** This accepting side has announced that it leaves, and serves until the dialler's replacement is up. */
    record Announced() implements TunnelState {
        @Override
        public TunnelState on(Event event, boolean dialler) {
            return switch (event) {
                case Event.Leave ignored -> this;
                case Event.PeerLeaves ignored -> new Finishing();
                case Event.ReplacementOverdue ignored -> new Finishing();
                case Event.Gone ignored -> new Closed();
            };
        }
    }

    /** The accepting side leaves; this dialling side replaces the connection and uses it meanwhile. */
    record Replacing() implements TunnelState {
        @Override
        public TunnelState on(Event event, boolean dialler) {
            return switch (event) {
                case Event.Leave ignored -> new Finishing();
                case Event.PeerLeaves ignored -> this;
                case Event.ReplacementOverdue ignored -> new Finishing();
                case Event.Gone ignored -> new Closed();
            };
        }
    }

    /** Opens nothing more, has told so, and closes with the last stream once the peer has told so too. */
    record Finishing() implements TunnelState {
        @Override
        public TunnelState on(Event event, boolean dialler) {
            return event instanceof Event.Gone ? new Closed() : this;
        }
    }

    /** The connection is gone. */
    record Closed() implements TunnelState {
        @Override
        public TunnelState on(Event event, boolean dialler) {
            return this;
        }
    }

    /**
     * What follows.
     *
     * @param dialler whether this is the side that dialled
     */
    TunnelState on(Event event, boolean dialler);

    /** Whether a new stream may be opened here by this side. */
    default boolean mayOpen() {
        return switch (this) {
            case Live ignored -> true;
            case Announced ignored -> true;
            case Replacing ignored -> true;
            case Finishing ignored -> false;
            case Closed ignored -> false;
        };
    }

    /** Whether another connection should be preferred. */
    default boolean leaving() {
        return !(this instanceof Live);
    }
}
