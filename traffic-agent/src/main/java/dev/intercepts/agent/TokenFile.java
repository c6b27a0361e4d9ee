package dev.intercepts.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ServiceAccount token that proves the agent to the Traffic Manager. The kubelet replaces it well before it expires, so
 * it is read again now and then, on a thread that may block; event loops see what was read last.
 */
final class TokenFile {

    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    private final Path file;
    private volatile String token = "";

    TokenFile(Path file) {
        this.file = file;
    }

    /** Reads the file; keeps what it had where it cannot. */
    void refresh() {
        try {
            token = Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("cause", e.toString())
                    .log("the token cannot be read; is the projected ServiceAccount token mounted?");
        }
    }

    /** What was read last; empty before the first success. */
    String token() {
        return token;
    }
}
