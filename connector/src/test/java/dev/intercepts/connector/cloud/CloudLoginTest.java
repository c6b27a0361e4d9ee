package dev.intercepts.connector.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.files.State.Login;
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
import java.util.List;
import java.util.concurrent.Callable;
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
    private final CloudLogin logins = new CloudLogin(http, clock, new SecureRandom());
    private FakeCloud cloud;
    private CloudAccount account;
    private CloudClient client;

    @BeforeEach
    void start() throws Exception {
        cloud = new FakeCloud();
        account = new CloudAccount(new StateFile<>(directory.resolve("login.json"), Login.class), logins, clock);
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
        account.keep(login);
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
        logins.revoke(login());

        assertThat(cloud.revoked()).containsExactly("refresh-1", "access-1");
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
