package dev.intercepts.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code telepresence login}, which shows an address, or with {@code --device} a code, and waits for somebody to let it in.
 *
 * @param shown the address or the code
 * @param said what it has printed so far, which {@code reader} reads
 */
record WaitingLogin(Process process, String shown, StringBuffer said, Thread reader) implements AutoCloseable {

    private static final Pattern CODE = Pattern.compile("\\b[B-Z]{4}-[B-Z]{4}\\b");
    private static final Pattern ADDRESS = Pattern.compile("http://\\S+/oauth2/authorize\\?\\S+");
    private static final long PATIENCE_SECONDS = 60;

    /** Where there is no browser. */
    static WaitingLogin device(Laptop laptop) throws Exception {
        return start(laptop, CODE, "login", "--device");
    }

    /** Where there is one. */
    static WaitingLogin browser(Laptop laptop) throws Exception {
        return start(laptop, ADDRESS, "login");
    }

    private static WaitingLogin start(Laptop laptop, Pattern shown, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                laptop.telepresence().script().toString(),
                "--config",
                laptop.telepresence().configDir().toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("INTERCEPTS_NO_BUILD", "1");
        builder.environment().put("BROWSER", "true");
        Process process = builder.start();
        CompletableFuture<String> code = new CompletableFuture<>();
        StringBuffer said = new StringBuffer();
        Thread reader = Thread.ofVirtual().start(() -> read(process, shown, code, said));
        return new WaitingLogin(process, code.get(PATIENCE_SECONDS, TimeUnit.SECONDS), said, reader);
    }

    private static void read(Process process, Pattern shown, CompletableFuture<String> code, StringBuffer said) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                said.append(line).append('\n');
                Matcher found = shown.matcher(line);
                if (found.find()) {
                    code.complete(found.group());
                }
            }
            code.completeExceptionally(new AssertionError("nothing to let in by in: " + said));
        } catch (IOException e) {
            code.completeExceptionally(e);
        }
    }

    /** What it has printed when it has ended by itself, with its exit status behind it. */
    String end() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still waiting");
        }
        reader.join();
        return said + "exit " + process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
