package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views.Done;
import dev.intercepts.connector.files.DaemonLock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "quit", description = "End this laptop's intercepts and the daemon.")
final class QuitCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Front front;

    QuitCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        // A daemon that was killed has left its intercepts in the cluster: it is started again to end them.
        if (!front.sessionExpected()) {
            front.print(new Done("The daemon is not running"), done -> done.message() + "\n");
            return Exit.DONE;
        }
        Done ended = front.ask(new Request.Quit(), Done.class);
        awaitEnd();
        front.print(ended, done -> done.message() + "\n");
        return Exit.DONE;
    }

    /** What comes next may be a `connect`, or the removal of the directory. */
    private void awaitEnd() {
        front.terminal().progress("Waiting for the daemon to end");
        try {
            if (!DaemonLock.awaitFree(front.directory(), LIMIT)) {
                front.terminal().note("the daemon's process is not gone yet");
            }
        } catch (IOException e) {
            front.terminal().note("not seen whether the daemon is gone: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
