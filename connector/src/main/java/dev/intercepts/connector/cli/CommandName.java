package dev.intercepts.connector.cli;

import java.util.Arrays;
import java.util.List;

/** The commands, in the order in which help lists them. The constants are what a person types. */
enum CommandName {
    login,
    logout,
    whoami,
    profile,
    connect,
    list,
    intercept,
    leave,
    preview,
    status,
    env,
    dashboard,
    quit,
    uninstall,
    doctor,
    version,
    completion;

    private static final List<CommandName> ALL = List.of(values());

    /** All of them. */
    static List<CommandName> all() {
        return ALL;
    }

    /**
     * Those that the arguments can mean. Describing a command to picocli takes longer than all else that a start does, so only
     * what may be run is described; an argument that is the value of an option may add one that is not.
     *
     * @return all of them where none is named, or where help may be wanted on the whole
     */
    static List<CommandName> meant(String... args) {
        List<String> given = Arrays.asList(args);
        List<CommandName> named =
                ALL.stream().filter(command -> given.contains(command.name())).toList();
        boolean help = given.contains("-h") || given.contains("--help");
        boolean onTheWhole = help && named.stream().noneMatch(command -> given.indexOf(command.name()) == 0);
        return named.isEmpty() || onTheWhole ? ALL : named;
    }

    /** What runs it, and what picocli reads its description from: a {@code Callable<Integer>}, or one of further commands. */
    Object make(Front front) {
        return switch (this) {
            case login -> new LoginCommand(front);
            case logout -> new LogoutCommand(front);
            case whoami -> new WhoamiCommand(front);
            case profile -> new ProfileCommand(front);
            case connect -> new ConnectCommand(front);
            case list -> new ListCommand(front);
            case intercept -> new InterceptCommand(front);
            case leave -> new LeaveCommand(front);
            case preview -> new PreviewCommand(front);
            case status -> new StatusCommand(front);
            case env -> new EnvCommand(front);
            case dashboard -> new DashboardCommand(front);
            case quit -> new QuitCommand(front);
            case uninstall -> new UninstallCommand(front);
            case doctor -> new DoctorCommand(front);
            case version -> new VersionCommand(front);
            case completion -> new CompletionCommand(front);
        };
    }
}
