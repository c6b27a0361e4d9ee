package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "env",
        description = {
            "Print the intercepted container's environment and the way through the proxy as `export` lines,",
            "write it to a file, or run a command in it."
        })
final class EnvCommand implements Callable<Integer> {

    private final Front front;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "Full name of the intercept; without it, the proxy's variables only.")
    private @Nullable String name;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND", description = "After --: run it.")
    private List<String> command = List.of();

    @Option(names = "--container", paramLabel = "NAME", description = "The container, where the pod has several.")
    private @Nullable String container;

    @Option(names = "--env-file", paramLabel = "FILE", description = "Write it as KEY=value.")
    private @Nullable Path envFile;

    @Option(names = "--env-json", paramLabel = "FILE", description = "Write it as JSON.")
    private @Nullable Path envJson;

    EnvCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() throws Exception {
        Environment environment = front.ask(new Request.Env(name, container), Environment.class);
        EnvironmentFiles.write(environment, envFile, envJson, front.terminal()::warning);
        if (!command.isEmpty()) {
            return new CommandInEnvironment(front.terminal()).run(command, () -> environment, () -> {});
        }
        if (envFile == null && envJson == null) {
            front.print(environment, EnvironmentFiles::exports);
            List<String> missing = front.json() ? List.of() : EnvironmentFiles.unexportable(environment);
            if (!missing.isEmpty()) {
                front.terminal()
                        .warning("a shell has no variables of such a name, so these are left out: "
                                + String.join(", ", missing) + "; `--env-json` and `-- COMMAND` have all");
            }
        }
        return 0;
    }
}
