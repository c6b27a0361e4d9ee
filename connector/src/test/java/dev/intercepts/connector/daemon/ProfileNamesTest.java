package dev.intercepts.connector.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.files.State.Login;
import dev.intercepts.connector.files.State.Logins;
import org.junit.jupiter.api.Test;

class ProfileNamesTest {

    private static Login login(String cloud, String login, String organization) {
        return new Login("https://" + cloud, "a", "r", "2026-01-01T00:00:00Z", login, login, organization);
    }

    @Test
    void theOrganizationsUnlessAnotherLoginHasIt() {
        Login acme = login("one.example", "ada", "acme");
        Logins one = Logins.NONE.with("acme", acme, true);

        assertThat(ProfileNames.of(acme, Logins.NONE)).isEqualTo("acme");
        assertThat(ProfileNames.of(login("one.example", "ada", "globex"), one)).isEqualTo("globex");
        assertThat(ProfileNames.of(login("two.example", "ada", "acme"), one)).isEqualTo("acme@two.example");
        Logins two = one.with("acme@two.example", login("two.example", "ada", "acme"), false);
        assertThat(ProfileNames.of(login("two.example", "grace", "acme"), two)).isEqualTo("grace/acme@two.example");
    }

    @Test
    void aLoginThatIsThereKeepsItsName() {
        Login acme = login("one.example", "ada", "acme");

        assertThat(ProfileNames.of(acme, Logins.NONE.with("work", acme, false))).isEqualTo("work");
    }
}
