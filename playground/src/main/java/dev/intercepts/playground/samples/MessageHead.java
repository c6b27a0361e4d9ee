package dev.intercepts.playground.samples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** First line and header lines of an HTTP/1.1 message; no lines if the connection ended before one. */
record MessageHead(List<String> lines) {

    static MessageHead read(InputStream in, int longest) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                return new MessageHead(List.of());
            }
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
            if (head.size() > longest) {
                throw new IOException("message head: more than " + longest + " bytes");
            }
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        return new MessageHead(List.of(text.substring(0, text.length() - 4).split("\r\n")));
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    String path() {
        String[] parts = lines.getFirst().split(" ");
        return parts.length < 2 ? "" : parts[1].replaceFirst("\\?.*", "");
    }

    String host() {
        return value("host");
    }

    /** The head as the backend gets it: the connection carries this one request, unless it becomes something else. */
    String forBackend(String peer) {
        boolean upgrade = !value("upgrade").isEmpty();
        List<String> out = new ArrayList<>();
        for (String line : lines) {
            if (!named(line, "connection") || upgrade) {
                out.add(line);
            }
        }
        if (!upgrade) {
            out.add("Connection: close");
        }
        if (value("x-forwarded-for").isEmpty()) {
            out.add("X-Forwarded-For: " + peer);
        }
        return String.join("\r\n", out) + "\r\n\r\n";
    }

    /** Whether another head follows on this one ({@code 1xx}, but for a switch of protocols). */
    boolean interim() {
        return lines.getFirst().matches("HTTP/1\\.1 1\\d\\d.*") && !switches();
    }

    /** The head of an answer as the client gets it: nothing follows on the connection, unless it becomes something else. */
    String forClient() {
        List<String> out = new ArrayList<>();
        for (String line : lines) {
            if (interim() || switches() || !(named(line, "connection") || named(line, "keep-alive"))) {
                out.add(line);
            }
        }
        if (!interim() && !switches()) {
            out.add("Connection: close");
        }
        return String.join("\r\n", out) + "\r\n\r\n";
    }

    private boolean switches() {
        return lines.getFirst().startsWith("HTTP/1.1 101");
    }

    private String value(String name) {
        return lines.stream()
                .skip(1)
                .filter(line -> named(line, name))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static boolean named(String line, String name) {
        return line.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }
}
