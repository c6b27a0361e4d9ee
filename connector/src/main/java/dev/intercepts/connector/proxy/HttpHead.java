package dev.intercepts.connector.proxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request to an HTTP proxy: {@code CONNECT host:port} (RFC 9110 §9.3.6) or an absolute target (RFC 9112 §3.2.2).
 * A request in origin form is none for a proxy: that is what a page in a browser could send here, and it is refused.
 */
final class HttpHead {

    private static final byte[] ESTABLISHED =
            "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final List<String> HOP_BY_HOP =
            List.of("connection:", "proxy-connection:", "proxy-authorization:", "keep-alive:");

    private HttpHead() {}

    /**
     * Reads a head.
     *
     * @param head up to and with the empty line
     * @return {@code null} where it asks nothing of a proxy
     */
    static @Nullable ProxyRequest parse(byte[] head) {
        String[] lines = new String(head, StandardCharsets.ISO_8859_1).split("\r\n");
        String[] first = lines.length == 0 ? new String[0] : lines[0].split(" ");
        if (first.length != 3 || !first[2].startsWith("HTTP/1.")) {
            return null;
        }
        if (first[0].equals("CONNECT")) {
            return target(first[1], -1, ESTABLISHED, NOTHING);
        }
        if (!first[1].regionMatches(true, 0, "http://", 0, 7)) {
            return null;
        }
        String rest = first[1].substring(7);
        int slash = firstOf(rest, "/?");
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "/" : rest.substring(slash);
        String origin = first[0] + " " + (path.startsWith("/") ? path : "/" + path) + " " + first[2];
        return target(authority, 80, NOTHING, originForm(origin, lines));
    }

    /** One request a connection: the next one may be for another host, and the way is to one only. */
    private static byte[] originForm(String firstLine, String[] lines) {
        List<String> kept = new ArrayList<>();
        kept.add(firstLine);
        boolean upgrade = false;
        for (int i = 1; i < lines.length; i++) {
            String lower = lines[i].toLowerCase(Locale.ROOT);
            upgrade |= lower.startsWith("upgrade:");
            if (HOP_BY_HOP.stream().noneMatch(lower::startsWith)) {
                kept.add(lines[i]);
            }
        }
        kept.add(upgrade ? "Connection: Upgrade" : "Connection: close");
        return (String.join("\r\n", kept) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static @Nullable ProxyRequest target(String authority, int defaultPort, byte[] answer, byte[] firstBytes) {
        String withoutUser = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = withoutUser.lastIndexOf(':');
        boolean hasPort = colon >= 0 && withoutUser.indexOf(']') < colon;
        String host = hasPort ? withoutUser.substring(0, colon) : withoutUser;
        String port = hasPort ? withoutUser.substring(colon + 1) : String.valueOf(defaultPort);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.isEmpty() || !port.matches("\\d{1,5}")) {
            return null;
        }
        int number = Integer.parseInt(port);
        return number < 1 || number > 65_535 ? null : new ProxyRequest(bare, number, answer, firstBytes);
    }

    private static int firstOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
