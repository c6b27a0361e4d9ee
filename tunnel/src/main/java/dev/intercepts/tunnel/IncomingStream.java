package dev.intercepts.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;

/** A stream that the peer asks for and that is not answered yet. Reading from it is held until it is accepted. */
public interface IncomingStream {

    /** What is asked for. */
    StreamRequest request();

    /** Who asks. */
    Peer peer();

    /** The tunnel's event loop; dial the target on it to save hand-overs between threads. */
    EventLoop eventLoop();

    /** Answers 200 and adds the handler; the channel is as {@link StreamOpener#open} describes. */
    Channel accept(ChannelHandler handler);

    /** Answers with the refusal and ends the stream. */
    void refuse(StreamRefusal refusal);
}
