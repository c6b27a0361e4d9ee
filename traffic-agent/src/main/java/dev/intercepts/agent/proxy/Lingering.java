package dev.intercepts.agent.proxy;

import io.netty.buffer.ByteBuf;

/**
 * The last answer is written. What the client still sends is read and thrown away for a while: closing over unread bytes
 * would reset the connection, and the client could lose the answer (RFC 9112 §9.6).
 */
final class Lingering implements Stage {

    private final ClientConnection client;

    Lingering(ClientConnection client) {
        this.client = client;
    }

    @Override
    public void begin() {
        client.closeUpstreams(null);
        client.shutdownOutput();
        client.reading(true);
        client.later(client.limits().lingerTime(), this, client::close);
    }

    @Override
    public void clientBytes(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void clientEnd() {
        client.close();
    }

    @Override
    public void clientWritable() {}

    @Override
    public void upstreamOpen(Upstream upstream) {}

    @Override
    public void upstreamFailed(Upstream upstream, Throwable cause) {}

    @Override
    public void upstreamBytes(Upstream upstream, ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void upstreamEnd(Upstream upstream) {}

    @Override
    public void upstreamLost(Upstream upstream) {}

    @Override
    public void upstreamWritable(Upstream upstream) {}

    @Override
    public void reconsider() {}

    @Override
    public boolean busy() {
        return false;
    }

    @Override
    public void release() {}
}
