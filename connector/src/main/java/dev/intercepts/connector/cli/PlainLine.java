package dev.intercepts.connector.cli;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line like {@code status --config DIR}: a command and none but global options. Such lines are read here, since picocli takes
 * longer to read them than the whole rest of the command takes (decision 64). Whatever is not as plain as that, an error too, is
 * picocli's.
 */
record PlainLine(CommandName command, GlobalOptions options) {

    /** Those that do something without an option or a parameter of their own. */
    private static final Set<CommandName> COMMANDS = EnumSet.of(
            CommandName.logout,
            CommandName.whoami,
            CommandName.connect,
            CommandName.list,
            CommandName.status,
            CommandName.dashboard,
            CommandName.quit,
            CommandName.doctor,
            CommandName.version);

    /** Reads a line; empty where it is not plain. */
    static Optional<PlainLine> read(String... args) {
        GlobalOptions options = new GlobalOptions();
        Set<String> given = new HashSet<>();
        CommandName command = null;
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
            String name = equals < 0 ? arg : arg.substring(0, equals);
            if (name.equals("-v") || arg.equals("--verbose")) {
                options.verbose = true;
            } else if (name.startsWith("-")) {
                String value = equals >= 0 ? arg.substring(equals + 1) : ++i < args.length ? args[i] : "";
                if (!given.add(name) || !taken(options, name, value)) {
                    return Optional.empty();
                }
            } else if (command == null) {
                command = named(arg);
                if (command == null) {
                    return Optional.empty();
                }
            } else {
                return Optional.empty();
            }
        }
        return command == null ? Optional.empty() : Optional.of(new PlainLine(command, options));
    }

    private static boolean taken(GlobalOptions options, String name, String value) {
        // picocli takes neither an option nor the name of a command for a value, and has its own thoughts on quotes.
        boolean command =
                CommandName.all().stream().anyMatch(each -> each.name().equals(value));
        if (value.isEmpty() || value.startsWith("-") || value.startsWith("\"") || command) {
            return false;
        }
        switch (name) {
            case "--config" -> options.config = value;
            case "--context" -> options.context = value;
            case "--kubeconfig" -> options.kubeconfig = value;
            case "--namespace" -> options.namespace = value;
            case "--output" -> {
                if (!value.equals("json") && !value.equals("text")) {
                    return false;
                }
                options.output = GlobalOptions.Output.valueOf(value);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static @Nullable CommandName named(String arg) {
        for (CommandName command : COMMANDS) {
            if (command.name().equals(arg)) {
                return command;
            }
        }
        return null;
    }
}
