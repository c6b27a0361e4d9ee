package dev.intercepts.playground.kube;

import java.io.IOException;
import java.net.Socket;

/** Carries bytes both ways between two sockets, each direction ending on its own; a break of one socket resets the other. */
final class Carrier {

    private Carrier() {}

    /** Returns when both directions ended. Blocks: run it on a virtual thread. */
    static void carry(Socket one, Socket other) {
        Thread back = Thread.ofVirtual().start(() -> oneWay(other, one));
        oneWay(one, other);
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void oneWay(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from);
            reset(to);
        }
    }

    /** Closes with a reset, so that the peer sees that this was no orderly end. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // closed already: there is nothing left to reset
        }
    }
}
