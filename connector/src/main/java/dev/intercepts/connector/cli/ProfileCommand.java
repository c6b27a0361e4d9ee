package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views.Account;
import dev.intercepts.connector.contract.Views.ProfileList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "profile",
        synopsisSubcommandLabel = "COMMAND",
        description = "Change between logins: for several organizations, or several hosted services.")
final class ProfileCommand {

    private final Front front;

    ProfileCommand(Front front) {
        this.front = front;
    }

    @Command(name = "list", description = "List the logins; the current one has a star.")
    int list() {
        return front.show(new Request.Profiles(), ProfileList.class, AccountText::profiles);
    }

    @Command(name = "use", description = "Make a login the current one.")
    int use(@Parameters(paramLabel = "NAME", description = "As `profile list` shows it.") String name) {
        return front.show(new Request.UseProfile(name), Account.class, AccountText::loggedIn);
    }
}
