package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views.Status;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Show the connection, the proxy and this laptop's intercepts.")
final class StatusCommand implements Callable<Integer> {

    private static final Status NO_DAEMON =
            new Status(false, null, null, null, null, List.of(), List.of(), null, null, List.of(), null);

    private final Front front;

    StatusCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        // A daemon that was killed while connected goes on when it is started again; one that was told to quit stays
        // away.
        Status status = front.sessionExpected() ? front.ask(new Request.Status(), Status.class) : NO_DAEMON;
        front.print(status, shown -> StatusText.render(shown, front.options().verbose));
        return status.connected() ? Exit.DONE : Exit.NOT_CONNECTED;
    }
}
