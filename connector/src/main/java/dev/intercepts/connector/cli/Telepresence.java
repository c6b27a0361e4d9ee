package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.FailureException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code telepresence}: where arguments become commands and failures become two lines. */
@Command(
        name = "telepresence",
        description = "Intercept a service in a Kubernetes cluster and answer for it from this laptop.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = false,
        sortOptions = false)
public final class Telepresence {

    /** Which of the streams 0, 1 and 2 are terminals, as digits; set by {@code bin/telepresence}. */
    static final String TERMINALS_PROPERTY = "telepresence.terminals";

    @Mixin
    @SuppressWarnings("UnusedVariable") // read by picocli
    private final GlobalOptions options;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;

    private Telepresence(GlobalOptions options) {
        this.options = options;
    }

    /** Runs the command and exits with its status. */
    public static void main(String[] args) {
        int status = run(args, systemTerminal(), System.getenv());
        // Without the hooks, which are for interruptions, and without the logging of exits, which loads some 20
        // classes.
        Runtime.getRuntime().halt(status);
    }

    /** Runs the command as the user's own browser would be used. */
    static int run(String[] args, Terminal terminal, Map<String, String> environment) {
        return run(args, terminal, environment, new Browser(environment)::open);
    }

    /** Runs the command on the given streams. */
    static int run(String[] args, Terminal terminal, Map<String, String> environment, Consumer<String> browser) {
        PlainLine plain = PlainLine.read(args).orElse(null);
        if (plain != null) {
            return runPlain(plain, new Front(plain.options(), terminal, environment, browser));
        }
        GlobalOptions options = new GlobalOptions();
        Front front = new Front(options, terminal, environment, browser);
        return commandLine(options, front, CommandName.meant(args)).execute(args);
    }

    private static int runPlain(PlainLine line, Front front) {
        try {
            return line.command().make(front) instanceof Callable<?> command && command.call() instanceof Integer status
                    ? status
                    : Exit.DONE;
        } catch (Exception e) {
            return failure(e, front.terminal(), line.options());
        }
    }

    /** The tree of the commands given. */
    static CommandLine commandLine(GlobalOptions options, Front front, List<CommandName> commands) {
        CommandLine line = new CommandLine(new Telepresence(options));
        for (CommandName command : commands) {
            line.addSubcommand(command.make(front));
        }
        Terminal terminal = front.terminal();
        return line.setOut(new PrintWriter(terminal.out(), true))
                .setErr(new PrintWriter(terminal.err(), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, args) -> usageError(e, terminal))
                .setExecutionExceptionHandler((e, commandLine, parsed) -> failure(e, terminal, options));
    }

    private static int usageError(CommandLine.ParameterException e, Terminal terminal) {
        CommandLine command = e.getCommandLine();
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong arguments");
        if (message.startsWith("Missing required subcommand")) {
            command.usage(terminal.err());
        } else {
            terminal.error(message, hint(e, command.getCommandSpec().qualifiedName()));
        }
        return Exit.USAGE;
    }

    private static String hint(CommandLine.ParameterException e, String command) {
        List<String> near =
                e instanceof CommandLine.UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String help = "see `" + command + " --help`";
        return near.isEmpty() ? help : "did you mean " + near.getFirst() + "? Else " + help;
    }

    private static int failure(Exception e, Terminal terminal, GlobalOptions options) {
        if (options.verbose) {
            e.printStackTrace(terminal.err());
        }
        if (e instanceof FailureException known) {
            terminal.error(known.failure().message(), known.failure().hint());
            return known.failure().exit();
        }
        Throwable shown = e instanceof java.io.UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        terminal.error(String.valueOf(shown), options.verbose ? "" : "run it again with -v for details");
        return Exit.FAILED;
    }

    private static Terminal systemTerminal() {
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                Terminal.Abilities.of(
                        System.getProperty(TERMINALS_PROPERTY, ""), System.getenv("NO_COLOR"), System.getenv("TERM")));
    }
}
