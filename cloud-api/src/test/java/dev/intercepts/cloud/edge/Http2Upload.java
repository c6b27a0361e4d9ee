package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.RawHttp2.Frame;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Sends a body as the windows allow. */
final class Http2Upload {
    private final RawHttp2 client;
    private final int stream;
    private final int size;
    final List<Frame> pending = new ArrayList<>();
    private long connectionWindow = 65_535;
    private long streamWindow = 65_535;
    int sent;

    Http2Upload(RawHttp2 client, int stream, int size) {
        this.client = client;
        this.stream = stream;
        this.size = size;
    }

    void send(Callable<Boolean> givesUp) throws Exception {
        while (sent < size) {
            int piece = (int) Math.min(16_384, Math.min(size - sent, Math.min(connectionWindow, streamWindow)));
            if (piece > 0) {
                sent += piece;
                connectionWindow -= piece;
                streamWindow -= piece;
                client.frame(RawHttp2.DATA, sent == size ? RawHttp2.END_STREAM : 0, stream, RawHttp2.bytes(piece));
            } else if (givesUp.call()) {
                return;
            }
            if (piece == 0 && !(connectionWindow > 0 && streamWindow > 0)) {
                read();
            }
        }
    }

    boolean stalls(Duration time) throws IOException {
        client.socket.setSoTimeout((int) time.toMillis());
        try {
            read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            client.socket.setSoTimeout(10_000);
        }
    }

    void read() throws IOException {
        Frame frame = client.next();
        if (frame == null) {
            throw new IOException("closed");
        }
        if (frame.type() == RawHttp2.WINDOW_UPDATE) {
            int more = frame.error();
            if (frame.stream() == 0) {
                connectionWindow += more;
            } else {
                streamWindow += more;
            }
        } else if (frame.type() == RawHttp2.SETTINGS && frame.flags() == 0) {
            for (int at = 0; at < frame.payload().length; at += 6) {
                if (frame.payload()[at + 1] == 4) {
                    streamWindow += ByteBuffer.wrap(frame.payload()).getInt(at + 2) - 65_535;
                }
            }
        } else {
            pending.add(frame);
        }
    }
}
