package dev.intercepts.connector.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says that a directory has a daemon. It is held until the process is gone, not only until it answers no more: the JVM writes its
 * archive of classes at the very end (decision 95), and who waits for that has it for the next daemon.
 */
public final class DaemonLock {

    private static final long LOOK_MILLIS = 20;

    /** For as long as the process lives. */
    @SuppressWarnings("unused")
    private static @Nullable FileLock held;

    private DaemonLock() {}

    /**
     * Takes it, for good.
     *
     * @param patience how long one that is about to end is waited for
     * @param served whether another one answers: then there is nothing to wait for
     * @return whether it is ours
     */
    public static synchronized boolean take(ConfigDirectory directory, Duration patience, BooleanSupplier served)
            throws IOException, InterruptedException {
        FileChannel channel = open(directory);
        held = await(channel, patience, served);
        if (held == null) {
            channel.close();
        }
        return held != null;
    }

    /**
     * Waits until nobody has it.
     *
     * @return whether that is so
     */
    public static boolean awaitFree(ConfigDirectory directory, Duration limit)
            throws IOException, InterruptedException {
        try (FileChannel channel = open(directory)) {
            return await(channel, limit, () -> false) != null;
        }
    }

    private static FileChannel open(ConfigDirectory directory) throws IOException {
        return FileChannel.open(
                directory.lock(),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static @Nullable FileLock await(FileChannel channel, Duration limit, BooleanSupplier inVain)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        FileLock lock = channel.tryLock();
        while (lock == null && System.nanoTime() < end && !inVain.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            lock = channel.tryLock();
        }
        return lock;
    }
}
