package dev.intercepts.connector.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.files.State.Login;
import dev.intercepts.connector.files.State.Logins;
import dev.intercepts.connector.files.StateFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudLoginTest {

    @TempDir
    Path directory;

    private final Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private final CloudHttp http = new CloudHttp();
    private final List<Long> pauses = new CopyOnWriteArrayList<>();
    private final CloudLogin logins = new CloudLogin(http, clock, new SecureRandom(), pauses::add);
    private FakeCloud cloud;
    private CloudAccount account;
    private CloudClient client;

    @BeforeEach
    void start() throws Exception {
        cloud = new FakeCloud();
        account = new CloudAccount(file(), logins, clock);
        client = new CloudClient(http, account);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    /** A browser that follows redirects. */
    private static void browse(String page) {
        Thread.ofVirtual().start(() -> {
            try (HttpClient browser = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.ALWAYS)
                    .build()) {
                browser.send(HttpRequest.newBuilder(URI.create(page)).build(), HttpResponse.BodyHandlers.ofString());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Login login() throws InterruptedException {
        Login login = logins.login(cloud.url(), CloudLoginTest::browse);
        account.keep("acme", login, true);
        return login;
    }

    @Test
    void theExampleOfRfc7636() {
        byte[] octets = {
            116,
            24,
            (byte) 223,
            (byte) 180,
            (byte) 151,
            (byte) 153,
            (byte) 224,
            37,
            79,
            (byte) 250,
            96,
            125,
            (byte) 216,
            (byte) 173,
            (byte) 187,
            (byte) 186,
            22,
            (byte) 212,
            37,
            77,
            105,
            (byte) 214,
            (byte) 191,
            (byte) 240,
            91,
            88,
            5,
            88,
            83,
            (byte) 132,
            (byte) 141,
            121
        };
        RandomGenerator random = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(octets, 0, bytes, 0, 32);
            }
        };

        Pkce pkce = Pkce.of(random);

        assertThat(pkce.verifier()).isEqualTo("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assertThat(pkce.challenge()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assertThat(pkce.toString()).doesNotContain(pkce.verifier());
    }

    @Test
    void logsInThroughTheBrowser() throws Exception {
        Login login = login();

        assertThat(login)
                .isEqualTo(
                        new Login(cloud.url(), "access-1", "refresh-1", "2026-01-01T01:00:00Z", "ada", "Ada", "acme"));
        assertThat(login.toString()).doesNotContain("access-1", "refresh-1");
        assertThat(client.me().organization()).isEqualTo("acme");
    }

    @Test
    void anAnswerWithAnotherStateIsNoAnswer() throws Exception {
        Login login = logins.login(cloud.url(), page -> {
            String callback = page.replaceAll(".*redirect_uri=([^&]*).*", "$1");
            String uri = java.net.URLDecoder.decode(callback, java.nio.charset.StandardCharsets.UTF_8);
            try (HttpClient forger = HttpClient.newHttpClient()) {
                int status = forger.send(
                                HttpRequest.newBuilder(URI.create(uri + "?code=forged&state=guessed"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode();
                assertThat(status).isEqualTo(400);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            browse(page);
        });

        assertThat(login.accessToken()).isEqualTo("access-1");
    }

    @Test
    void manyWhoNeedANewTokenRenewItOnce() throws Exception {
        cloud.expiresIn(30);
        login();
        cloud.expiresIn(3600);

        Callable<String> ask = account::accessToken;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers =
                    IntStream.range(0, 20).mapToObj(i -> threads.submit(ask)).toList();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("access-2");
            }
        }
        assertThat(cloud.calls().stream().filter("POST /oauth2/token"::equals)).hasSize(2);
        assertThat(account.require().refreshToken()).isEqualTo("refresh-2");
    }

    @Test
    void aTokenThatWasEndedEarlyIsRenewed() throws Exception {
        login();
        cloud.forgetAccessToken();

        assertThat(client.me().login()).isEqualTo("ada");
        assertThat(account.require().accessToken()).isEqualTo("access-2");
    }

    @Test
    void aLoginThatHasEndedIsForgotten() throws Exception {
        login();
        cloud.forgetAccessToken();
        cloud.forgetRefreshToken();

        assertThatThrownBy(client::me)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().exit()).isEqualTo(3));
        assertThat(account.login()).isEmpty();
    }

    @Test
    void logoutRevokesBothTokens() throws Exception {
        login();

        account.forget("acme");

        assertThat(cloud.revoked()).containsExactly("refresh-1", "access-1");
        assertThat(account.login()).isEmpty();
    }

    @Test
    void aCommandThatGoesAwayDoesNotLoseTheRotatedToken() throws Exception {
        cloud.expiresIn(30);
        login();
        cloud.expiresIn(3600);
        cloud.holdTokens();
        Thread impatient = Thread.ofVirtual().start(() -> {
            try {
                account.accessToken();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() ->
                cloud.calls().stream().filter("POST /oauth2/token"::equals).count() == 2);

        impatient.interrupt();
        impatient.join();
        cloud.releaseTokens();

        assertThat(account.accessToken()).isEqualTo("access-2");
        assertThat(account.require().refreshToken()).isEqualTo("refresh-2");
    }

    @Test
    void aLogoutWaitsForARenewalAndEndsWhatItBrought() throws Exception {
        cloud.expiresIn(30);
        login();
        cloud.expiresIn(3600);
        cloud.holdTokens();
        Thread renewal = Thread.ofVirtual().start(() -> {
            try {
                account.accessToken();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() ->
                cloud.calls().stream().filter("POST /oauth2/token"::equals).count() == 2);
        Thread logout = Thread.ofVirtual().start(() -> {
            try {
                account.forget("acme");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        cloud.releaseTokens();
        renewal.join();
        logout.join();

        assertThat(cloud.revoked()).containsExactly("refresh-2", "access-2");
        assertThat(account.login()).isEmpty();
    }

    @Test
    void aDeviceIsLetInOnceTheCodeWasEntered() throws Exception {
        cloud.deviceAnswers("authorization_pending", "slow_down", "authorization_pending");
        List<String> told = new ArrayList<>();

        Login login = logins.device(cloud.url(), told::add);

        assertThat(login.login()).isEqualTo("ada");
        assertThat(login.apiKey()).isFalse();
        assertThat(told).singleElement().asString().contains(cloud.url() + "/device\n", "WDJB-MJHT");
        // Each second, and five seconds more from the server's word on.
        assertThat(pauses).containsExactly(1L, 1L, 6L, 6L);
    }

    @Test
    void aDeviceThatIsRefusedSaysSo() {
        cloud.deviceAnswers("access_denied");
        assertThatThrownBy(() -> logins.device(cloud.url(), text -> {})).hasMessageContaining("refused in the browser");
        cloud.deviceAnswers("expired_token");
        assertThatThrownBy(() -> logins.device(cloud.url(), text -> {})).hasMessageContaining("in time");
    }

    @Test
    void anApiKeyIsALoginThatIsNeitherRenewedNorRevoked() throws Exception {
        cloud.apiKey("icpt_good");

        account.keep("ci", logins.apiKey(cloud.url(), "icpt_good"), true);

        assertThat(account.accessToken()).isEqualTo("icpt_good");
        assertThat(client.me().organization()).isEqualTo("acme");
        assertThatThrownBy(() -> logins.apiKey(cloud.url(), "icpt_bad"))
                .hasMessageContaining("does not accept this API key")
                .hasMessageNotContainingAny("icpt_bad");
        account.forget("ci");
        assertThat(cloud.revoked()).isEmpty();
    }

    @Test
    void anApiKeyThatWasRevokedIsForgotten() throws Exception {
        cloud.apiKey("icpt_good");
        account.keep("ci", logins.apiKey(cloud.url(), "icpt_good"), true);
        cloud.apiKey("icpt_other");

        assertThatThrownBy(client::me).hasMessageContaining("the API key is no longer good");
        assertThat(account.login()).isEmpty();
    }

    @Test
    void profilesAreKeptBesideEachOther() throws Exception {
        Login first = login();
        Login second = new Login(cloud.url(), "a", "r", "2999-01-01T00:00:00Z", "ada", "Ada", "globex");
        account.keep("globex", second, true);

        assertThat(account.require()).isEqualTo(second);
        assertThat(account.use("acme")).isEqualTo(first);
        assertThat(account.accessToken()).isEqualTo("access-1");
        assertThatThrownBy(() -> account.use("initech")).hasMessage("there is no profile initech");
        account.forget("acme");
        assertThatThrownBy(account::accessToken)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().hint()).contains("profile use", "globex"));
    }

    @Test
    void anotherLoginOfTheSameNameEndsTheOneBefore() throws Exception {
        login();
        login();

        assertThat(cloud.revoked()).containsExactly("refresh-1", "access-1");
        assertThat(account.require().accessToken()).isEqualTo("access-2");
    }

    private StateFile<Logins> file() {
        return new StateFile<>(directory.resolve("logins.json"), Logins.class);
    }

    @Test
    void theServersWordsAreTold() throws Exception {
        login();

        assertThatThrownBy(() -> client.newToken("unknown"))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("404, no such thing: /api/v1/clusters/unknown/token");
        client.end("gone-already");
    }
}
