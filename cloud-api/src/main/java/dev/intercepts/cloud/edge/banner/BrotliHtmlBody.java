package dev.intercepts.cloud.edge.banner;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.aayushatharva.brotli4j.encoder.EncoderJNI;
import com.aayushatharva.brotli4j.encoder.EncoderJNI.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;

/**
 * A brotli document (RFC 7932): opened, shown to the inserter, and closed again, flushed with each piece. Nothing can follow the
 * last block of a brotli stream, so there is no cheaper way. Needs a native library; see {@link #supported()}.
 */
final class BrotliHtmlBody implements HtmlBody {

    private static final int BUFFER = 16 * 1024;
    private static final int QUALITY = 2;
    private static final int WINDOW_BITS = 18;

    private final BannerInserter inserter;
    private final DecoderJNI.Wrapper decoder;
    private final EncoderJNI.Wrapper encoder;
    private boolean closed;

    BrotliHtmlBody(BannerInserter inserter) {
        this.inserter = inserter;
        try {
            decoder = new DecoderJNI.Wrapper(BUFFER);
            encoder = new EncoderJNI.Wrapper(BUFFER, QUALITY, WINDOW_BITS, Encoder.Mode.TEXT);
        } catch (IOException e) {
            throw new UncheckedIOException("brotli can't be set up: " + e.getMessage(), e);
        }
    }

    /** Whether there is a native library for this platform. */
    static boolean supported() {
        return Library.AVAILABLE;
    }

    @Override
    public void pass(ByteBuf piece, Consumer<ByteBuf> out) throws DataFormatException {
        try {
            boolean any = false;
            while (piece.isReadable()) {
                if (decoder.getStatus() == DecoderJNI.Status.DONE) {
                    throw new DataFormatException("something follows the end of a brotli body");
                }
                ByteBuffer input = decoder.getInputBuffer();
                input.clear();
                int length = Math.min(piece.readableBytes(), input.remaining());
                input.put(piece.nioBuffer(piece.readerIndex(), length));
                piece.skipBytes(length);
                decoder.push(length);
                any |= open(out);
            }
            if (any) {
                push(Operation.FLUSH, 0, out);
            }
        } finally {
            piece.release();
        }
    }

    private boolean open(Consumer<ByteBuf> out) throws DataFormatException {
        boolean any = false;
        while (true) {
            switch (decoder.getStatus()) {
                case OK -> decoder.push(0);
                case NEEDS_MORE_OUTPUT -> {
                    any |= recode(out);
                }
                case NEEDS_MORE_INPUT, DONE -> {
                    return recode(out) || any;
                }
                case ERROR -> throw new DataFormatException("a body that claims br is something else");
            }
        }
    }

    private boolean recode(Consumer<ByteBuf> out) {
        boolean any = false;
        while (decoder.hasOutput()) {
            ByteBuffer opened = decoder.pull();
            if (!opened.hasRemaining()) {
                break;
            }
            inserter.pass(Unpooled.wrappedBuffer(opened));
            add(opened, out);
            any = true;
        }
        return any;
    }

    private void add(ByteBuffer bytes, Consumer<ByteBuf> out) {
        while (bytes.hasRemaining()) {
            ByteBuffer input = encoder.getInputBuffer();
            input.clear();
            int length = Math.min(bytes.remaining(), input.remaining());
            input.put(bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
            push(Operation.PROCESS, length, out);
        }
    }

    private void push(Operation operation, int length, Consumer<ByteBuf> out) {
        encoder.push(operation, length);
        while (true) {
            if (!encoder.isSuccess()) {
                throw new IllegalStateException("brotli's encoder failed");
            } else if (encoder.hasMoreOutput()) {
                // The library reuses its buffer.
                out.accept(Unpooled.copiedBuffer(encoder.pull()));
            } else if (encoder.hasRemainingInput()) {
                encoder.push(operation, 0);
            } else {
                return;
            }
        }
    }

    @Override
    public void end(Consumer<ByteBuf> out) throws DataFormatException {
        if (decoder.getStatus() != DecoderJNI.Status.DONE) {
            throw new DataFormatException("a brotli body ended too early");
        }
        add(ByteBuffer.wrap(inserter.end()), out);
        push(Operation.FINISH, 0, out);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            decoder.destroy();
            encoder.destroy();
        }
    }

    /** Loaded when first asked for: the library unpacks itself into {@code java.io.tmpdir}. */
    private static final class Library {
        static final boolean AVAILABLE = Brotli4jLoader.isAvailable();
    }
}
