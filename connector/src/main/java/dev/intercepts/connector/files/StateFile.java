package dev.intercepts.connector.files;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.json.Json;
import dev.intercepts.connector.json.JsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * One record in one JSON file of mode 0600. A new content is written beside the old one, forced to the disk and moved over
 * it: whatever goes wrong, one of the two is there whole.
 */
public final class StateFile<T> {

    private final Path path;
    private final Class<T> type;

    public StateFile(Path path, Class<T> type) {
        this.path = path;
        this.type = type;
    }

    /**
     * What is there; empty where there is no file.
     *
     * @throws dev.intercepts.connector.contract.FailureException where it cannot be read or is not what it should be
     */
    public synchronized Optional<T> read() {
        try {
            return Optional.of(Json.read(Files.readString(path), type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JsonException e) {
            throw Failure.failed(
                    "state-unreadable", path + " cannot be read: " + e.getMessage(), "mend the file, or remove it");
        }
    }

    /**
     * Replaces the content.
     *
     * @throws dev.intercepts.connector.contract.FailureException where it cannot be written, a full disk for instance; the
     *     old content is still there
     */
    public synchronized void write(T value) {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            try (FileChannel channel = FileChannel.open(
                    next,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(Json.pretty(value) + "\n");
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            removeQuietly(next, e);
            throw Failure.failed(
                    "state-unwritable",
                    path + " cannot be written: " + e.getMessage() + "; nothing was changed",
                    "see whether the disk is full and the directory is yours");
        }
    }

    /** Removes the file; one that is not there is fine. */
    public synchronized void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw Failure.failed(
                    "state-unwritable", path + " cannot be removed: " + e.getMessage(), "remove it by hand");
        }
    }

    private static void removeQuietly(Path file, IOException cause) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
