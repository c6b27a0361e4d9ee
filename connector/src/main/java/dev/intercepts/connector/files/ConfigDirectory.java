package dev.intercepts.connector.files;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the laptop's state lives; one per installation. */
public record ConfigDirectory(Path path) {

    /** The longest path of a Unix socket that Linux and macOS both take, in bytes. */
    private static final int MAX_SOCKET_PATH = 103;

    /**
     * The directory that the user named, else {@code intercepts} in the XDG configuration directory.
     *
     * @param given {@code --config}, or {@code null}
     */
    public static ConfigDirectory of(@Nullable String given, Map<String, String> environment, String home) {
        if (given != null) {
            return new ConfigDirectory(Path.of(given).toAbsolutePath().normalize());
        }
        String xdg = environment.get("XDG_CONFIG_HOME");
        Path base = xdg != null && xdg.startsWith("/") ? Path.of(xdg) : Path.of(home, ".config");
        return new ConfigDirectory(base.resolve("intercepts"));
    }

    /** The daemon's socket. */
    public Path socket() {
        return path.resolve("daemon.sock");
    }

    /** Held locked by the daemon while it lives. */
    public Path lock() {
        return path.resolve("daemon.lock");
    }

    /** The daemon's log. */
    public Path log() {
        return path.resolve("daemon.log");
    }

    /** What the daemon said before it could log. */
    public Path startLog() {
        return path.resolve("daemon.start.log");
    }

    /** Whether the daemon's session survives it: it was connected, and nobody has said {@code quit} since. */
    public Path session() {
        return path.resolve("session.json");
    }

    /** Whether the socket's path is one that the system can take. */
    public boolean socketFits() {
        return socket().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= MAX_SOCKET_PATH;
    }
}
