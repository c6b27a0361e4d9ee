package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Views.Account;
import dev.intercepts.connector.contract.Views.Connection;
import dev.intercepts.connector.contract.Views.ProfileLine;
import dev.intercepts.connector.contract.Views.ProfileList;
import java.util.stream.Collectors;

/** Who is logged in, and what the laptop is connected to. */
final class AccountText {

    private AccountText() {}

    static String loggedIn(Account account) {
        return "Logged in as %s (%s), organization %s%n"
                .formatted(account.name(), account.login(), account.organization());
    }

    static String whoami(Account account) {
        return """
                User:         %s (%s)
                Organization: %s
                Cloud:        %s
                Profile:      %s
                """.formatted(
                        account.name(), account.login(), account.organization(), account.cloudUrl(), account.profile());
    }

    /** One line for each, the current one marked. */
    static String profiles(ProfileList list) {
        if (list.profiles().isEmpty()) {
            return "No logins\n";
        }
        int width = list.profiles().stream()
                .mapToInt(line -> line.account().profile().length())
                .max()
                .orElse(0);
        return list.profiles().stream().map(line -> profile(line, width)).collect(Collectors.joining());
    }

    private static String profile(ProfileLine line, int width) {
        Account account = line.account();
        String padding = " ".repeat(width - account.profile().length());
        return "%s %s: %s (%s), organization %s at %s\n"
                .formatted(
                        line.current() ? "*" : " ",
                        account.profile() + padding,
                        account.name(),
                        account.login(),
                        account.organization(),
                        account.cloudUrl());
    }

    static String connected(Connection connection) {
        StringBuilder out = new StringBuilder(
                "Connected to context %s (%s)%n".formatted(connection.context(), connection.server()));
        if (connection.manager() != null) {
            out.append("  Traffic Manager ").append(connection.manager()).append('\n');
        }
        NetworkText.lines(connection.proxy())
                .forEach(line -> out.append("  ").append(line).append('\n'));
        return out.toString();
    }
}
