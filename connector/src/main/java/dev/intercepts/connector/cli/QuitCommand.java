package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views.Done;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "quit", description = "End this laptop's intercepts and the daemon.")
final class QuitCommand implements Callable<Integer> {

    private final Front front;

    QuitCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        // A daemon that was killed has left its intercepts in the cluster: it is started again to end them.
        if (!front.sessionExpected()) {
            front.print(new Done("The daemon is not running"), done -> done.message() + "\n");
            return 0;
        }
        int exit = front.show(new Request.Quit(), Done.class, done -> done.message() + "\n");
        awaitEnd();
        return exit;
    }

    private void awaitEnd() {
        long end = System.nanoTime() + 10_000_000_000L;
        while (front.daemonRuns() && System.nanoTime() < end) {
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }
}
