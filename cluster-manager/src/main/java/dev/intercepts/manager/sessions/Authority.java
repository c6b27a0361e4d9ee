package dev.intercepts.manager.sessions;

import java.util.Optional;

/**
 * The authority of a stream.
 *
 * @param host name or address, without brackets
 * @param port 1-65535
 */
public record Authority(String host, int port) {

    /** Reads {@code host:port} or {@code [v6]:port}. */
    public static Optional<Authority> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String port = text.substring(colon + 1);
        if (host.isEmpty()
                || port.isEmpty()
                || port.length() > 5
                || !port.chars().allMatch(Character::isDigit)) {
            return Optional.empty();
        }
        int number = Integer.parseInt(port);
        return number >= 1 && number <= 65535 ? Optional.of(new Authority(host, number)) : Optional.empty();
    }
}
