package dev.intercepts.playground.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file that says what runs where, for whoever wants to use a playground or end it. Readable by its owner only.
 *
 * @param path of the file
 */
public record StateFile(Path path) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public StateFile {
        path = path.toAbsolutePath().normalize();
    }

    /** Where it is unless somebody says otherwise. */
    public static StateFile in(Checkout checkout) {
        return new StateFile(checkout.root().resolve(".playground/state.json"));
    }

    /** The directory that belongs to the file: everything a playground writes is below it. */
    public Path workDir() {
        String name = path.getFileName().toString();
        return path.resolveSibling(name.endsWith(".json") ? name.substring(0, name.length() - 5) : name + ".d");
    }

    /** What it says, if it is there. */
    public Optional<WorldState> read() {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(path), WorldState.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Replaces it as a whole, so that nobody reads half of it. */
    public void write(WorldState state) {
        try {
            Files.createDirectories(path.getParent());
            Path draft = Files.createTempFile(
                    path.getParent(),
                    ".state",
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, JSON.writeValueAsBytes(state));
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }
}
