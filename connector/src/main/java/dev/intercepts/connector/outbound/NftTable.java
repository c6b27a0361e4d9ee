package dev.intercepts.connector.outbound;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, by an {@code nft} that runs as long as they shall hold. The table is owned by that process ({@code flags
 * owner}): the kernel removes it when the process ends, and the process ends when our end of its input is closed, by us or by
 * the end of this process, however it comes. So no rule outlives the daemon, not even a daemon and an {@code nft} that are killed.
 */
final class NftTable implements AutoCloseable {

    private static final long LIMIT_MILLIS = 10_000;
    private static final String ENDED = "";
    private static final AtomicInteger GENERATION = new AtomicInteger();

    private final Process process;
    private final OutputStream commands;
    private final Thread listener;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private volatile @Nullable String last;

    private NftTable(Process process) {
        this.process = process;
        this.commands = process.getOutputStream();
        this.listener = Thread.ofVirtual().name("nft").start(this::listen);
    }

    /**
     * Starts nft; no rule is there yet.
     *
     * @param command {@code nft}, with {@code sudo} before it where that is needed
     */
    static NftTable start(List<String> command) throws IOException {
        List<String> whole = new ArrayList<>(command);
        whole.add("-i");
        return new NftTable(new ProcessBuilder(whole).redirectErrorStream(true).start());
    }

    /**
     * Brings rules into force instead of those before.
     *
     * @throws IOException with what nft says, where they are not; then those before are still in force
     */
    synchronized void apply(Ruleset rules) throws IOException {
        String generation = "generation_" + GENERATION.incrementAndGet();
        try {
            said.clear();
            String lines = rules.render(generation) + "\nlist table " + Ruleset.TABLE + "\n";
            commands.write(lines.getBytes(StandardCharsets.US_ASCII));
            commands.flush();
        } catch (IOException e) {
            awaitLastWords();
            throw refused(lastWords(), e);
        }
        try {
            awaitInForce(generation);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Whether the rules are still there. */
    boolean holds() {
        return process.isAlive();
    }

    /** Takes the rules away. Returns when they are gone. */
    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
        try {
            if (!process.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitInForce(String generation) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        while (true) {
            String line = said.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IOException("nft does not answer");
            }
            if (line.strip().equals("chain " + generation + " {")) {
                return;
            }
            if (line.equals(ENDED) || line.contains("Error:")) {
                throw refused(line.equals(ENDED) ? lastWords() : line, null);
            }
        }
    }

    /** It has ended; what it said of that, or sudo in its place, may be on its way still. */
    private void awaitLastWords() throws IOException {
        try {
            listener.join(Duration.ofMillis(LIMIT_MILLIS));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while nft worked", e);
    }

    private String lastWords() {
        String words = last;
        return words == null ? "it ended" : words;
    }

    private static IOException refused(String words, @Nullable Exception cause) {
        return new IOException("nft: " + words.replaceFirst("^.*Error: ", "").strip(), cause);
    }

    private void listen() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isBlank()) {
                    last = line;
                    said.add(line);
                }
            }
        } catch (IOException e) {
            // As if it had ended: nothing more can be learnt from it.
        }
        said.add(ENDED);
    }
}
