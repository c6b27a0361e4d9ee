package dev.intercepts.connector.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish, which picocli has none for: one {@code complete} line for each command and option. */
final class FishCompletion {

    private FishCompletion() {}

    static String script(CommandLine root) {
        StringBuilder out = new StringBuilder("complete -c telepresence -f\n");
        Map<String, CommandLine> commands = root.getSubcommands();
        String none = "not __fish_seen_subcommand_from " + String.join(" ", commands.keySet());
        commands.forEach((name, command) -> {
            line(out, none, "-a " + name, description(command));
            options(out, "__fish_seen_subcommand_from " + name, command);
            String nested = "__fish_seen_subcommand_from " + name;
            command.getSubcommands().forEach((sub, spec) -> line(out, nested, "-a " + sub, description(spec)));
        });
        return out.toString();
    }

    private static void options(StringBuilder out, String condition, CommandLine command) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            StringBuilder names = new StringBuilder();
            for (String name : option.names()) {
                names.append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
                        .append(' ');
            }
            names.append(option.arity().max() > 0 ? "-r" : "");
            String[] description = option.description();
            line(out, condition, names.toString().strip(), description.length == 0 ? "" : description[0]);
        }
    }

    private static String description(CommandLine command) {
        String[] description = command.getCommandSpec().usageMessage().description();
        return description.length == 0 ? "" : description[0];
    }

    private static void line(StringBuilder out, String condition, String what, String description) {
        out.append("complete -c telepresence -n '")
                .append(condition)
                .append("' ")
                .append(what);
        if (!description.isEmpty()) {
            out.append(" -d '")
                    .append(description.replace("\\", "\\\\").replace("'", "\\'"))
                    .append('\'');
        }
        out.append('\n');
    }
}
