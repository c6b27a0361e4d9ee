package dev.intercepts.cloud.edge.http;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** Takes one message's body out of the bytes of a connection, piece by piece as they come. */
public abstract sealed class BodyDecoder {

    /** For a body framed so. */
    public static BodyDecoder of(Framing framing) {
        return switch (framing) {
            case Framing.None ignored -> new OfLength(0);
            case Framing.Length(long bytes) -> new OfLength(bytes);
            case Framing.Chunked ignored -> new OfChunks();
            case Framing.UntilClose ignored -> new OfRest();
        };
    }

    /**
     * Reads what belongs to the body and leaves the rest.
     *
     * @param out given each piece of content, to be released by it
     * @throws MalformedMessageException where chunks are not as RFC 9112 §7.1 wants them
     */
    public abstract void decode(ByteBuf in, Consumer<ByteBuf> out) throws MalformedMessageException;

    /** Whether the body has been read to its end. */
    public abstract boolean finished();

    /** Whether the end of the connection is the right end of the body. */
    public boolean endsWithConnection() {
        return false;
    }

    private static final class OfLength extends BodyDecoder {
        private long left;

        OfLength(long bytes) {
            left = bytes;
        }

        @Override
        public void decode(ByteBuf in, Consumer<ByteBuf> out) {
            int piece = (int) Math.min(left, in.readableBytes());
            if (piece > 0) {
                left -= piece;
                out.accept(in.readRetainedSlice(piece));
            }
        }

        @Override
        public boolean finished() {
            return left == 0;
        }
    }

    private static final class OfRest extends BodyDecoder {
        @Override
        public void decode(ByteBuf in, Consumer<ByteBuf> out) {
            if (in.isReadable()) {
                out.accept(in.readRetainedSlice(in.readableBytes()));
            }
        }

        @Override
        public boolean finished() {
            return false;
        }

        @Override
        public boolean endsWithConnection() {
            return true;
        }
    }

    /**
     * Extensions of chunks and trailers are read and dropped (RFC 9112 §7.1.1, §7.1.2). A trailer must have the form of a field
     * all the same: where a request stands in its place, somebody hopes that another program ends the body before it.
     */
    private static final class OfChunks extends BodyDecoder {
        private static final int MAX_LINES = 16 * 1024;

        private State state = State.SIZE;
        private long size;
        private int digits;
        private int lineBytes;

        private enum State {
            SIZE,
            EXTENSION,
            SIZE_LINE_FEED,
            DATA,
            DATA_RETURN,
            DATA_LINE_FEED,
            TRAILER_START,
            TRAILER_NAME,
            TRAILER,
            TRAILER_LINE_FEED,
            END_LINE_FEED,
            DONE
        }

        @Override
        public void decode(ByteBuf in, Consumer<ByteBuf> out) throws MalformedMessageException {
            while (state != State.DONE && in.isReadable()) {
                if (state == State.DATA) {
                    int piece = (int) Math.min(size, in.readableBytes());
                    size -= piece;
                    if (size == 0) {
                        state = State.DATA_RETURN;
                    }
                    out.accept(in.readRetainedSlice(piece));
                } else {
                    state = next(in.readByte());
                }
            }
        }

        private State next(byte b) throws MalformedMessageException {
            return switch (state) {
                case SIZE -> size(b);
                case EXTENSION -> b == '\r' ? State.SIZE_LINE_FEED : within(b, State.EXTENSION);
                case SIZE_LINE_FEED -> afterSize(b);
                case DATA_RETURN -> expect(b, '\r', State.DATA_LINE_FEED);
                case DATA_LINE_FEED -> {
                    digits = 0;
                    lineBytes = 0;
                    yield expect(b, '\n', State.SIZE);
                }
                case TRAILER_START -> b == '\r' ? State.END_LINE_FEED : name(b);
                case TRAILER_NAME -> b == ':' ? State.TRAILER : name(b);
                case TRAILER -> b == '\r' ? State.TRAILER_LINE_FEED : within(b, State.TRAILER);
                case TRAILER_LINE_FEED -> expect(b, '\n', State.TRAILER_START);
                case END_LINE_FEED -> expect(b, '\n', State.DONE);
                case DATA, DONE -> throw new IllegalStateException(state.name());
            };
        }

        private State size(byte b) throws MalformedMessageException {
            int digit = Octets.hex(b);
            if (digit >= 0) {
                if (++digits > 15) {
                    throw malformed();
                }
                size = size << 4 | digit;
                return State.SIZE;
            }
            if (digits == 0) {
                throw malformed();
            }
            if (b == '\r') {
                return State.SIZE_LINE_FEED;
            }
            if (b == ';') {
                return State.EXTENSION;
            }
            throw malformed();
        }

        private State afterSize(byte b) throws MalformedMessageException {
            if (size > 0) {
                return expect(b, '\n', State.DATA);
            }
            lineBytes = 0;
            return expect(b, '\n', State.TRAILER_START);
        }

        private State name(byte b) throws MalformedMessageException {
            if (!Octets.token(b)) {
                throw malformed();
            }
            return within(b, State.TRAILER_NAME);
        }

        private State within(byte b, State same) throws MalformedMessageException {
            if (!Octets.value(b) || ++lineBytes > MAX_LINES) {
                throw malformed();
            }
            return same;
        }

        private static State expect(byte b, char expected, State next) throws MalformedMessageException {
            if (b != expected) {
                throw malformed();
            }
            return next;
        }

        private static MalformedMessageException malformed() {
            return new MalformedMessageException(400, "The chunked body is malformed.");
        }

        @Override
        public boolean finished() {
            return state == State.DONE;
        }
    }
}
