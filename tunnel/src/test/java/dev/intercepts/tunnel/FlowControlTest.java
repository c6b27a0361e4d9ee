package dev.intercepts.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class FlowControlTest {

    private static final int MIB = 1024 * 1024;

    @Test
    void aStalledReaderDoesNotHoldUpARunningTransfer() throws IOException {
        AtomicLong stalledSent = new AtomicLong();
        try (TcpTarget endless = new TcpTarget(socket -> writeForever(socket.getOutputStream(), stalledSent));
                TcpTarget echo = TcpTarget.echo();
                TunnelPair pair = TunnelPair.up(Direction.ACCEPT)) {
            List<BlockingChannel> stalled = new ArrayList<>();
            // Together they have more under way than the connection's window holds.
            int count = 2 * TunnelCodec.CONNECTION_WINDOW_INCREMENT / TunnelSettings.DEFAULT.streamWindow();
            for (int i = 0; i < count; i++) {
                BlockingChannel stream = pair.open(endless.authority());
                stream.channel().config().setAutoRead(false);
                stalled.add(stream);
            }
            awaitStandstill(stalledSent);

            BlockingChannel running = pair.open(echo.authority());
            byte[] much = new byte[16 * MIB];
            Thread.ofVirtual().start(() -> {
                running.write(much);
                running.shutdownOutput();
            });
            assertThat(running.readAll()).hasSize(much.length);
            assertThat(stalled)
                    .allSatisfy(stream -> assertThat(stream.channel().isOpen()).isTrue());
            stalled.forEach(stream -> stream.channel().close());
        }
    }

    @Test
    void aStalledReaderStopsItsSource() throws IOException {
        AtomicLong sent = new AtomicLong();
        try (TcpTarget endless = new TcpTarget(socket -> writeForever(socket.getOutputStream(), sent));
                TunnelPair pair = TunnelPair.up(Direction.ACCEPT)) {
            BlockingChannel stream = pair.open(endless.authority());
            stream.channel().config().setAutoRead(false);
            long stoppedAt = awaitStandstill(sent);
            // A window, what both ends queue, and what the kernel buffers for the target's socket.
            assertThat(stoppedAt).isLessThan(16 * MIB);

            stream.channel().config().setAutoRead(true);
            await().until(() -> sent.get() > stoppedAt + 16 * MIB);
            stream.channel().close();
        }
    }

    @Test
    void aGibibytePassesToASlowReaderWithinAHeapOf64Mib() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SlowReader.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(output).isEqualTo("read 1073741824\n");
        assertThat(process.exitValue()).isZero();
    }

    private static void writeForever(OutputStream out, AtomicLong sent) throws IOException {
        byte[] chunk = new byte[64 * 1024];
        while (true) {
            out.write(chunk);
            sent.addAndGet(chunk.length);
        }
    }

    /** Waits until a count has stood still for a while, and returns it. */
    private static long awaitStandstill(AtomicLong count) {
        AtomicLong last = new AtomicLong(-1);
        await().pollInterval(300, TimeUnit.MILLISECONDS)
                .until(() -> count.get() > 0 && last.getAndSet(count.get()) == count.get());
        return count.get();
    }
}
