package dev.intercepts.tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/**
 * Both ends of a tunnel, a fast source and a slow reader in one process, which {@link FlowControlTest} starts with little
 * memory: prints how much was read.
 */
final class SlowReader {

    private static final long SIZE = 1L << 30;

    /** After each of these the reader rests, so that it is far slower than the source. */
    private static final int BURST = 8 * 1024 * 1024;

    private static final long REST_NANOS = 50_000_000;

    private SlowReader() {}

    public static void main(String[] args) throws IOException {
        long read = 0;
        try (TcpTarget source = new TcpTarget(socket -> writeAll(socket.getOutputStream()));
                TunnelPair pair = TunnelPair.up(Direction.ACCEPT);
                Front front = new Front(pair.opener(), source.authority());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[64 * 1024];
            long rested = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                read += n;
                if (read - rested >= BURST) {
                    rested = read;
                    LockSupport.parkNanos(REST_NANOS);
                }
            }
        }
        System.out.println("read " + read);
    }

    private static void writeAll(OutputStream out) throws IOException {
        byte[] chunk = new byte[64 * 1024];
        for (long written = 0; written < SIZE; written += chunk.length) {
            out.write(chunk);
        }
    }
}
