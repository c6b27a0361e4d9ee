package dev.intercepts.cloud.edge;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;

/** What runs where: channels and tasks on event loops (docs/decisions/0030). */
final class Relocation {

    private Relocation() {}

    /** Runs a task on an event loop, at once if this is it. */
    static void run(EventLoop loop, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /**
     * Moves the channel and goes on there; at once where it is there already. Nothing of the channel may run meanwhile.
     */
    static void move(Channel moving, EventLoop to, Runnable then) {
        if (moving.eventLoop() == to) {
            then.run();
            return;
        }
        moving.deregister()
                .addListener(left -> to.register(moving).addListener(arrived -> {
                    if (arrived.isSuccess()) {
                        to.execute(then);
                    } else {
                        moving.unsafe().closeForcibly();
                    }
                }));
    }
}
