package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "connect", description = "Connect to the cluster; installs the Traffic Manager where it is missing.")
final class ConnectCommand implements Callable<Integer> {

    private final Front front;

    ConnectCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        return front.show(new Request.Connect(front.cluster()), Views.Connection.class, AccountText::connected);
    }
}
