package dev.intercepts.connector.daemon;

import dev.intercepts.connector.files.State.Login;
import dev.intercepts.connector.files.State.Logins;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;

/** What a login is called where nobody has named it. */
final class ProfileNames {

    private ProfileNames() {}

    /** The name it has already, else its organization's; with the host, and then the person, where another login has that. */
    static String of(Login login, Logins all) {
        return all.byProfile().entrySet().stream()
                .filter(each -> each.getValue().sameAs(login))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> free(login, all));
    }

    private static String free(Login login, Logins all) {
        String organization = login.organization();
        String withHost = organization + "@" + URI.create(login.cloudUrl()).getAuthority();
        return Stream.of(organization, withHost)
                .filter(name -> !all.byProfile().containsKey(name))
                .findFirst()
                .orElse(login.login() + "/" + withHost);
    }
}
