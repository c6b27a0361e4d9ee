package dev.intercepts.cloud.edge;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends exactly what it is told. */
final class RawClient implements AutoCloseable {

    /**
     * An answer.
     *
     * @param head status line and fields
     * @param body with chunks opened
     */
    record Answer(String head, byte[] body) {

        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** A field's first value, or an empty string. */
        String field(String name) {
            for (String line : head.split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return "";
        }
    }

    final Socket socket;
    final InputStream in;

    RawClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Over a connection of the test's making. */
    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    RawClient send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** A GET of the host {@code <label>.preview.localhost} with further fields, each ended by CRLF. */
    Answer get(String label, String path, String fields) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: " + label + "." + EdgeFixture.DOMAIN + "\r\n" + fields + "\r\n");
        return answer(false);
    }

    Answer answer(boolean toHead) throws IOException {
        String head = RawApplication.head(in);
        if (head == null) {
            throw new EOFException("closed before an answer");
        }
        Answer bare = new Answer(head, new byte[0]);
        int status = bare.status();
        if (toHead || status < 200 || status == 204 || status == 304) {
            return bare;
        }
        if (bare.field("transfer-encoding").equals("chunked")) {
            return new Answer(head, chunks());
        }
        String length = bare.field("content-length");
        return new Answer(head, length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length)));
    }

    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                throw new EOFException("closed within a line: " + line);
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    byte[] chunk() throws IOException {
        int size = Integer.parseInt(line(), 16);
        byte[] bytes = in.readNBytes(size);
        line();
        return bytes;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] chunk;
        while ((chunk = chunk()).length > 0) {
            all.writeBytes(chunk);
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
