package dev.intercepts.cloud.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of HTTP/2 that sends exactly the frames it is told to. */
final class RawHttp2 implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;

    /** A frame as it came. */
    record Frame(int type, int flags, int stream, byte[] payload) {

        boolean endsStream() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        /** The error code of RST_STREAM and GOAWAY. */
        int error() {
            int at = type == GOAWAY ? 4 : 0;
            return Unpooled.wrappedBuffer(payload).getInt(at);
        }
    }

    /**
     * What came back on one stream.
     *
     * @param heads one for each HEADERS frame
     * @param reset error code of RST_STREAM, -1 without one
     */
    record Answer(List<Http2Headers> heads, byte[] body, int reset) {

        int status() {
            return heads.isEmpty()
                    ? 0
                    : Integer.parseInt(heads.getLast().status().toString());
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String field(String name) {
            CharSequence value = heads.getLast().get(name);
            return value == null ? "" : value.toString();
        }
    }

    final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final List<Frame> read = new ArrayList<>();
    private int nextStream = 1;

    RawHttp2(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Over a connection of the test's making. */
    RawHttp2(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        // No table for compression: answers can be read in any order.
        frame(SETTINGS, 0, 0, 0, 1, 0, 0, 0, 0);
    }

    RawHttp2 bytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    RawHttp2 frame(int type, int flags, int stream, int... payload) throws IOException {
        byte[] bytes = new byte[payload.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) payload[i];
        }
        return frame(type, flags, stream, bytes);
    }

    RawHttp2 frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuf frame = Unpooled.buffer()
                .writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload);
        byte[] all = new byte[frame.readableBytes()];
        frame.readBytes(all);
        return bytes(all);
    }

    RawHttp2 data(int stream, boolean last, String text) throws IOException {
        return frame(DATA, last ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawHttp2 window(int stream, int bytes) throws IOException {
        return frame(WINDOW_UPDATE, 0, stream, bytes >>> 24, bytes >>> 16, bytes >>> 8, bytes);
    }

    /** A request without a body to the host {@code <label>.preview.localhost}; fields as {@code name=value}. */
    int get(String label, String path, String... fields) throws IOException {
        return request(true, request("GET", label, path, fields));
    }

    /** A request whose body follows. */
    int post(String label, String path, String... fields) throws IOException {
        return request(false, request("POST", label, path, fields));
    }

    private static String[] request(String method, String label, String path, String... fields) {
        List<String> all = new ArrayList<>(List.of(
                ":method=" + method,
                ":scheme=http",
                ":path=" + path,
                ":authority=" + label + "." + EdgeFixture.DOMAIN));
        all.addAll(List.of(fields));
        return all.toArray(String[]::new);
    }

    /** A request of exactly these fields; returns its stream. */
    int request(boolean last, String... fields) throws IOException {
        int stream = nextStream;
        nextStream += 2;
        frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, block(fields));
        return stream;
    }

    /** Fields as HPACK literals without indexing (RFC 7541 §6.2.2). */
    static byte[] block(String... fields) {
        ByteBuf out = Unpooled.buffer();
        for (String field : fields) {
            int equals = field.indexOf('=');
            out.writeByte(0);
            literal(out, field.substring(0, equals));
            literal(out, field.substring(equals + 1));
        }
        byte[] all = new byte[out.readableBytes()];
        out.readBytes(all);
        return all;
    }

    private static void literal(ByteBuf out, String text) {
        int length = text.length();
        if (length < 127) {
            out.writeByte(length);
        } else {
            out.writeByte(127);
            for (length -= 127; length >= 128; length >>>= 7) {
                out.writeByte(length & 127 | 128);
            }
            out.writeByte(length);
        }
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next frame; {@code null} at the end of the connection. Settings are acknowledged. */
    @Nullable
    Frame next() throws IOException {
        byte[] head = in.readNBytes(9);
        if (head.length < 9) {
            return null;
        }
        ByteBuf fields = Unpooled.wrappedBuffer(head);
        byte[] payload = in.readNBytes(fields.readUnsignedMedium());
        Frame frame = new Frame(fields.readByte(), fields.readByte(), fields.readInt(), payload);
        if (frame.type == SETTINGS && (frame.flags & ACK) == 0) {
            acknowledge();
        }
        return frame;
    }

    /** A side that has closed by now resets the connection; what it said before that can still be read. */
    private void acknowledge() throws IOException {
        try {
            frame(SETTINGS, ACK, 0);
        } catch (SocketException e) {
            if (in.available() == 0) {
                throw e;
            }
        }
    }

    /** What comes on a stream until it ends; what comes on others meanwhile is kept for them. Windows are kept open. */
    Answer answer(int stream) throws IOException {
        List<Http2Headers> heads = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Frame frame = take(stream);
            switch (frame.type) {
                case HEADERS -> heads.add(head(frame));
                case DATA -> body.writeBytes(frame.payload);
                case RST_STREAM -> {
                    return new Answer(heads, body.toByteArray(), frame.error());
                }
                default -> {}
            }
            if (frame.endsStream()) {
                return new Answer(heads, body.toByteArray(), -1);
            }
        }
    }

    /** The next frame of a stream. */
    Frame take(int stream) throws IOException {
        for (Frame frame : read) {
            if (frame.stream == stream) {
                read.remove(frame);
                return frame;
            }
        }
        while (true) {
            Frame frame = next();
            if (frame == null) {
                throw new IOException("closed before stream " + stream + " ended");
            }
            if (frame.type == GOAWAY && frame.error() != 0) {
                throw new IOException("GOAWAY with error " + frame.error());
            }
            if (frame.type == DATA && frame.payload.length > 0) {
                window(0, frame.payload.length);
                if (!frame.endsStream()) {
                    window(frame.stream, frame.payload.length);
                }
            }
            if (frame.stream == stream && frame.type != WINDOW_UPDATE) {
                return frame;
            }
            if (frame.stream != 0 && frame.type != WINDOW_UPDATE) {
                read.add(frame);
            }
        }
    }

    Http2Headers head(Frame frame) throws IOException {
        try {
            return decoder.decodeHeaders(frame.stream, Unpooled.wrappedBuffer(frame.payload));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /** Reads to the end of the connection and returns the error of its GOAWAY, -1 without one. */
    int goAway() throws IOException {
        int error = -1;
        try {
            Frame frame;
            while ((frame = next()) != null) {
                if (frame.type == GOAWAY) {
                    error = frame.error();
                }
            }
        } catch (SocketException e) {
            // What this side still sent, an acknowledgement say, came too late.
            if (error < 0) {
                throw e;
            }
        }
        return error;
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
