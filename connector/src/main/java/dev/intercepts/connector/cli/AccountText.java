package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Views.Account;
import dev.intercepts.connector.contract.Views.Connection;

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
                """.formatted(account.name(), account.login(), account.organization(), account.cloudUrl());
    }

    static String connected(Connection connection) {
        return "Connected to context %s (%s)%n".formatted(connection.context(), connection.server());
    }
}
