package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.doctor.LaptopFacts;
import dev.intercepts.connector.files.ConfigDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers for {@code doctor} what can be seen without the daemon. */
final class LaptopExamination {

    private static final List<String> SECRET = List.of("installation.json", "logins.json");

    private LaptopExamination() {}

    static LaptopFacts look(
            ConfigDirectory directory,
            String ownVersion,
            @Nullable String daemonVersion,
            @Nullable Failure daemonFailure,
            Map<String, String> environment) {
        Path path = directory.path();
        Path there = existing(path);
        return new LaptopFacts(
                path.toString(),
                there.equals(path),
                Files.isDirectory(there) && Files.isWritable(there),
                there.equals(path) ? permissions(path) : null,
                SECRET.stream()
                        .filter(name -> open(permissions(path.resolve(name))))
                        .toList(),
                free(there),
                ownVersion,
                daemonVersion,
                daemonFailure,
                environment);
    }

    /** It, or the nearest directory above it that is there. */
    private static Path existing(Path path) {
        Path there = path;
        while (there.getParent() != null && Files.notExists(there)) {
            there = there.getParent();
        }
        return there;
    }

    private static boolean open(@Nullable String permissions) {
        return permissions != null && !permissions.endsWith("------");
    }

    private static @Nullable String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException | UnsupportedOperationException e) {
            // Not there, or a file system without them.
            return null;
        }
    }

    private static long free(Path path) {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }
}
