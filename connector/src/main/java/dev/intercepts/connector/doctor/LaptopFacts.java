package dev.intercepts.connector.doctor;

import dev.intercepts.connector.contract.Failure;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command itself finds on the laptop.
 *
 * @param directory the configuration directory
 * @param exists whether it is there
 * @param writable whether it, or where it would be made, can be written
 * @param permissions as {@code ls} shows them ({@code rwx------}); {@code null} where the file system has none
 * @param open names of files with secrets in it that others may read
 * @param freeBytes left on its file system
 * @param ownVersion the command's
 * @param daemonVersion the daemon's; {@code null} where none answers
 * @param daemonFailure why none answers, or {@code null}
 * @param environment of the command
 */
public record LaptopFacts(
        String directory,
        boolean exists,
        boolean writable,
        @Nullable String permissions,
        List<String> open,
        long freeBytes,
        String ownVersion,
        @Nullable String daemonVersion,
        @Nullable Failure daemonFailure,
        Map<String, String> environment) {}
