package dev.intercepts.agent.proxy;

import io.netty.buffer.ByteBuf;

/** Nothing more is to be done: before the connection is there, after it has ended, or once others have taken it over. */
enum Over implements Stage {
    OVER;

    @Override
    public void begin() {}

    @Override
    public void clientBytes(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void clientEnd() {}

    @Override
    public void clientWritable() {}

    @Override
    public void upstreamOpen(Upstream upstream) {
        upstream.close();
    }

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
