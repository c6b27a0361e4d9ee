package dev.intercepts.connector.daemon;

/** Work that has to be done although the command that caused it has gone away. */
final class Uninterrupted {

    private Uninterrupted() {}

    /** Runs the work on a thread of its own and waits for it; an interrupt is kept for afterwards. */
    static void run(Runnable work) {
        Thread thread = Thread.ofVirtual().start(work);
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
