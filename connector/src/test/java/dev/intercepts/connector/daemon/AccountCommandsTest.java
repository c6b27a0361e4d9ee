package dev.intercepts.connector.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.connector.cloud.CloudAccount;
import dev.intercepts.connector.cloud.CloudClient;
import dev.intercepts.connector.cloud.CloudHttp;
import dev.intercepts.connector.cloud.CloudLogin;
import dev.intercepts.connector.cloud.FakeCloud;
import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.files.StateFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountCommandsTest {

    @TempDir
    Path directory;

    private final AtomicInteger changes = new AtomicInteger();
    private FakeCloud cloud;
    private CloudAccount account;
    private OwnIntercepts own;
    private AccountCommands commands;

    @BeforeEach
    void start() throws Exception {
        cloud = new FakeCloud();
        CloudHttp http = new CloudHttp();
        Clock clock = Clock.systemUTC();
        CloudLogin logins = new CloudLogin(http, clock, new SecureRandom());
        account =
                new CloudAccount(new StateFile<>(directory.resolve("logins.json"), State.Logins.class), logins, clock);
        own = new OwnIntercepts(new StateFile<>(directory.resolve("intercepts.json"), State.Intercepts.class), clock);
        commands = new AccountCommands(
                logins,
                new CloudClient(http, account),
                own,
                new StateFile<>(directory.resolve("settings.json"), State.Settings.class),
                changes::incrementAndGet);
        login("work");
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private void login(@Nullable String profile) throws InterruptedException {
        commands.login(new Request.Login(cloud.url(), profile, false, null), AccountCommandsTest::browse);
    }

    private void intercept(@Nullable String cloudId) {
        own.put(KnownIntercepts.of("default", "hello", "http", cloudId));
    }

    @Test
    void anotherOrganizationDoesNotReplaceTheLoginThatInterceptsNeed() throws Exception {
        intercept("i1");
        State.Login before = account.require();
        cloud.organization("globex");
        int told = changes.get();

        assertThatThrownBy(() -> login("work")).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.failure().code()).isEqualTo("other-organization");
            assertThat(e.failure().message()).contains("acme");
            assertThat(e.failure().hint()).contains("--profile");
        });

        assertThat(account.all().byProfile()).containsOnly(Map.entry("work", before));
        assertThat(cloud.revoked()).containsExactly("refresh-2", "access-2");
        assertThat(changes).hasValue(told);
    }

    @Test
    void itIsKeptBesideItUnderAnotherName() throws Exception {
        intercept("i1");
        cloud.organization("globex");

        login(null);

        assertThat(account.all().current()).isEqualTo("work");
        assertThat(account.all().byProfile()).containsOnlyKeys("work", "globex");
        assertThat(cloud.revoked()).isEmpty();
    }

    @Test
    void withoutInterceptsThatNeedItALoginIsReplaced() throws Exception {
        intercept(null);
        cloud.organization("globex");

        login("work");

        assertThat(account.require().organization()).isEqualTo("globex");
        assertThat(cloud.revoked()).containsExactly("refresh-1", "access-1");
    }

    private static void browse(Event event) {
        String page = event.browse();
        if (page == null) {
            return;
        }
        Thread.ofVirtual().start(() -> {
            try (HttpClient browser = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.ALWAYS)
                    .build()) {
                browser.send(HttpRequest.newBuilder(URI.create(page)).build(), HttpResponse.BodyHandlers.discarding());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
