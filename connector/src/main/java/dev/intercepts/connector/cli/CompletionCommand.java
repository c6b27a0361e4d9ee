package dev.intercepts.connector.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "completion", description = "Print a script that completes this command in a shell.")
final class CompletionCommand implements Callable<Integer> {

    /** Shells that are known. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    private final Front front;

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
    private Shell shell = Shell.bash;

    CompletionCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        CommandLine line = Telepresence.commandLine(new GlobalOptions(), front, CommandName.all());
        String script = switch (shell) {
            // The script sees to zsh by itself, with bashcompinit.
            case bash, zsh -> AutoComplete.bash("telepresence", line);
            case fish -> FishCompletion.script(line);
        };
        front.terminal().out().print(script);
        front.terminal().out().flush();
        return 0;
    }
}
