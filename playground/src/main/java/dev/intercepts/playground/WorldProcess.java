package dev.intercepts.playground;

import dev.intercepts.playground.world.Checkout;
import dev.intercepts.playground.world.StateFile;
import dev.intercepts.playground.world.Surroundings;
import dev.intercepts.playground.world.World;
import dev.intercepts.playground.world.WorldState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The process that is the playground, until it is asked to end. Keeps the state file true. */
final class WorldProcess {

    private static final long REFRESH_MILLIS = 500;

    private final Checkout checkout;
    private final StateFile file;
    private final Surroundings surroundings;
    private final CountDownLatch ended = new CountDownLatch(1);

    WorldProcess(Checkout checkout, StateFile file, Surroundings surroundings) {
        this.checkout = checkout;
        this.file = file;
        this.surroundings = surroundings;
    }

    int run() {
        World world = World.start(checkout, surroundings, file.workDir(), this::note);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ended.countDown();
            world.close();
        }));
        keepStateTrue(world);
        return 0;
    }

    /** Where {@link Up} reads what is ready already. */
    static Path progressOf(StateFile file) {
        return file.workDir().resolve("progress");
    }

    private void note(String line) {
        try {
            Files.writeString(progressOf(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keepStateTrue(World world) {
        WorldState written = world.state();
        file.write(written);
        try {
            while (!ended.await(REFRESH_MILLIS, TimeUnit.MILLISECONDS)) {
                WorldState now = world.state();
                if (!now.equals(written)) {
                    file.write(now);
                    written = now;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
