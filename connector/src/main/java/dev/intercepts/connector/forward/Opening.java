package dev.intercepts.connector.forward;

import io.netty.channel.Channel;

/** Who waits for a forwarded connection; told on its event loop. */
interface Opening {

    /** It is there, and none of its bytes was looked at: time to say what it is for. */
    void opened(Channel forwarded);

    /** It cannot be had; or, after it was opened, what the other end says about the port: nobody listens there, say. */
    void failed(String why);
}
