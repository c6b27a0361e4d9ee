package dev.intercepts.agent.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes the offer {@code Upgrade: h2c} out of a head. Were it accepted, later requests of the connection could no longer be
 * told apart; whoever stands between may leave an offer unanswered (RFC 9110 §7.8).
 */
public final class Http2Offer {

    private Http2Offer() {}

    /**
     * The head without the offer, in a new buffer.
     *
     * @param with as it came, a request's as {@link RequestHead} takes it
     */
    public static ByteBuf without(byte[] with, ByteBufAllocator allocator) {
        StringBuilder head = new StringBuilder();
        List<String> lines = List.of(new String(with, StandardCharsets.ISO_8859_1).split("\r\n"));
        boolean only =
                lines.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).matches("upgrade:\\s*h2c\\s*"));
        for (String line : lines) {
            String name = line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
            switch (name) {
                case "http2-settings" -> {}
                case "upgrade" -> keep(head, line, "h2c");
                case "connection" -> keep(head, line, "http2-settings", only ? "upgrade" : "http2-settings");
                default -> head.append(line).append("\r\n");
            }
        }
        head.append("\r\n");
        ByteBuf out = allocator.buffer(head.length());
        for (int i = 0; i < head.length(); i++) {
            out.writeByte(head.charAt(i));
        }
        return out;
    }

    private static void keep(StringBuilder head, String line, String... dropped) {
        int colon = line.indexOf(':');
        List<String> kept = new ArrayList<>();
        for (String part : line.substring(colon + 1).split(",", -1)) {
            if (!List.of(dropped).contains(part.strip().toLowerCase(Locale.ROOT))) {
                kept.add(part.strip());
            }
        }
        if (!kept.isEmpty()) {
            head.append(line, 0, colon)
                    .append(": ")
                    .append(String.join(", ", kept))
                    .append("\r\n");
        }
    }
}
