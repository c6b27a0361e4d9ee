package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class EdgeVisitorTest {

    private static final String BROWSER = "Accept: text/html,*/*\r\nSec-Fetch-Dest: document\r\n";

    private EdgeFixture fixture;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        fixture = EdgeFixture.start();
        fixture.add("shut", Access.PRIVATE);
        fixture.add("other", Access.PRIVATE);
        client = fixture.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        fixture.close();
    }

    /** Signs in as a browser does and returns the {@code Cookie} field. */
    private String signIn(String label, String code, String returnPath) throws IOException {
        RawClient.Answer toLogin = client.get(label, returnPath, BROWSER);
        assertThat(toLogin.status()).isEqualTo(303);
        String nonce = cookie(toLogin);
        RawClient.Answer back =
                client.get(label, "/.intercepts/handoff?code=" + fixture.handoff.code(code, label, returnPath), nonce);
        assertThat(back.status()).as(back.head()).isEqualTo(303);
        assertThat(back.field("location")).isEqualTo(returnPath);
        return cookie(back);
    }

    private static String nonceCookie(String nonce) {
        return "Cookie: " + new Cookies(false).setNonce(nonce).replaceAll(";.*", "") + "\r\n";
    }

    private static String cookie(RawClient.Answer answer) {
        assertThat(answer.field("set-cookie")).contains("; HttpOnly; SameSite=Lax");
        return "Cookie: " + answer.field("set-cookie").replaceAll(";.*", "") + "\r\n";
    }

    @Test
    void sendsAPageLoadToTheLoginAndTakesTheVisitorBack() throws IOException {
        RawClient.Answer answer = client.get("shut", "/a?b", BROWSER);
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.field("location")).isEqualTo("http://cloud.test/visit?preview=shut&to=/a?b");
        assertThat(answer.field("cache-control")).isEqualTo("no-store");
        assertThat(fixture.application.heads).isEmpty();

        String session = signIn("shut", "c1", "/a?b");
        assertThat(client.get("shut", "/a?b", BROWSER + session).text()).isEqualTo("hello");
        assertThat(fixture.application.lastHead()).doesNotContain("intercepts-visit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Accept: */*\r\nSec-Fetch-Dest: empty\r\n",
                "Accept: text/html\r\nSec-Fetch-Dest: iframe\r\n",
                "Accept: text/html\r\nX-Requested-With: XMLHttpRequest\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-Fetch-Dest: websocket\r\n"
            })
    void answersEverythingElseWith401(String fields) throws IOException {
        RawClient.Answer answer = client.get("shut", "/", fields);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.field("x-intercepts-hop")).isEqualTo("edge");
    }

    @ParameterizedTest
    @ValueSource(strings = {"intercepts-visit=forged", "intercepts-visit=", "__Host-intercepts-visit=session-of-c1"})
    void refusesForgedSessions(String cookie) throws IOException {
        signIn("shut", "c1", "/");
        assertThat(client.get("shut", "/", "Cookie: " + cookie + "\r\n").status())
                .isEqualTo(401);
    }

    @Test
    void refusesTheSessionOfAnotherPreview() throws IOException {
        String session = signIn("shut", "c1", "/");
        assertThat(client.get("other", "/", session).status()).isEqualTo(401);
        assertThat(client.get("other", "/.intercepts/banner.js", session).status())
                .isEqualTo(401);
    }

    @Test
    void refusesCodesThatAreUsedUnknownOrOfAnotherBrowser() throws IOException {
        String nonce = cookie(client.get("shut", "/", BROWSER));
        fixture.handoff.code("c1", "shut", "/");
        fixture.handoff.code("c2", "shut", "/");
        assertThat(client.get("shut", "/.intercepts/handoff?code=c1", "").status())
                .isEqualTo(403);
        assertThat(client.get("shut", "/.intercepts/handoff?code=c2", nonceCookie("of-another-browser"))
                        .status())
                .isEqualTo(403);
        assertThat(client.get("shut", "/.intercepts/handoff?code=c2", nonce).status())
                .as("brought by another browser before")
                .isEqualTo(403);
        assertThat(client.get("shut", "/.intercepts/handoff", nonce).status()).isEqualTo(403);
        assertThat(client.get("shut", "/.intercepts/handoff?code=zz", nonce).status())
                .isEqualTo(403);
        assertThat(client.get("shut", "/.intercepts/handoff?code=c1", nonce).status())
                .isEqualTo(303);
        assertThat(client.get("shut", "/.intercepts/handoff?code=c1", nonce).status())
                .isEqualTo(403);
    }

    @Test
    void refusesACodeOfAnotherPreview() throws IOException {
        String nonce = cookie(client.get("shut", "/", BROWSER));
        client.get("other", "/", BROWSER);
        fixture.handoff.code("c1", "other", "/");
        String ofOther = nonceCookie(fixture.handoff.nonces.getOrDefault("other", ""));
        assertThat(client.get("shut", "/.intercepts/handoff?code=c1", ofOther).status())
                .isEqualTo(403);
        assertThat(nonce).isNotEqualTo(ofOther);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "/a?b=c~/a?b=c",
                "//evil.example/~/",
                "/\\evil.example~/",
                "http://evil.example/~/",
                "javascript:alert(1)~/",
                "/a b~/",
                "''~/"
            })
    void neverLeadsElsewhere(String wanted, String location) {
        assertThat(Reception.within(wanted)).isEqualTo(location);
    }

    @Test
    void refusesAMemberNoMore() throws IOException {
        String session = signIn("shut", "c1", "/");
        fixture.handoff.member = false;
        assertThat(client.get("shut", "/", session).status()).isEqualTo(403);
    }

    @Test
    void cutsOpenConnectionsWhenAPreviewBecomesPrivate() throws IOException {
        try (RawClient socket = openSocket("open", "")) {
            fixture.add("open", Access.PRIVATE);
            cutWithinTwoSeconds(socket);
        }
    }

    @Test
    void cutsOpenConnectionsWhenAPreviewIsRemoved() throws IOException {
        try (RawClient socket = openSocket("open", "")) {
            fixture.previews.remove("open");
            cutWithinTwoSeconds(socket);
        }
    }

    @Test
    void cutsOpenConnectionsWhenTheVisitorIsAMemberNoMore() throws IOException {
        try (RawClient socket = openSocket("shut", signIn("shut", "c1", "/"))) {
            fixture.handoff.member = false;
            Awaitility.await().atMost(Duration.ofSeconds(4)).until(() -> ended(socket));
        }
    }

    @Test
    void leavesAVisitorInWhoIsAMember() throws IOException {
        try (RawClient socket = openSocket("open", signIn("shut", "c1", "/").replace("shut", "open"))) {
            fixture.add("fresh", Access.PUBLIC);
            socket.socket.setSoTimeout(2500);
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !ended(socket));
            socket.send("ping");
            socket.socket.setSoTimeout(5000);
            assertThat(new String(socket.in.readNBytes(4))).isEqualTo("ping");
        }
    }

    private RawClient.Answer preflight(String fields) throws IOException {
        client.send("OPTIONS /api HTTP/1.1\r\nHost: cors.preview.localhost\r\n" + fields + "\r\n");
        return client.answer(false);
    }

    private void addWithPreflights(boolean allowed) {
        fixture.add(
                "cors",
                Access.PRIVATE,
                new Ingress("127.0.0.1", fixture.application.port(), false, "shop.example"),
                allowed);
    }

    @Test
    void letsPreflightsInWhereTheOwnerAllowsThem() throws IOException {
        addWithPreflights(true);
        assertThat(preflight("Origin: https://other.example\r\nAccess-Control-Request-Method: PUT\r\n")
                        .text())
                .isEqualTo("hello");
        assertThat(fixture.application.lastHead()).contains("Origin: https://other.example\r\n");
        addWithPreflights(false);
        assertThat(preflight("Origin: https://other.example\r\nAccess-Control-Request-Method: PUT\r\n")
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS /|Origin: https://a.example||",
                "OPTIONS /|Access-Control-Request-Method: PUT||",
                "GET /|Origin: https://a.example|Access-Control-Request-Method: PUT||",
                "options /|Origin: https://a.example|Access-Control-Request-Method: PUT||",
                "OPTIONS /|Origin: https://a.example|Access-Control-Request-Method: PUT|Content-Length: 2||hi",
                "OPTIONS /|Origin: https://a.example|Access-Control-Request-Method: PUT|Transfer-Encoding: chunked||0||",
                "OPTIONS /|Origin: https://a.example|Access-Control-Request-Method: PUT|Connection: Upgrade|Upgrade: websocket||"
            })
    void letsNothingElseInWithAPreflight(String row) throws IOException {
        addWithPreflights(true);
        client.send(row.replaceFirst("\\|", " HTTP/1.1|Host: cors.preview.localhost|")
                .replace("|", "\r\n"));
        assertThat(client.answer(false).status()).isEqualTo(401);
        assertThat(fixture.application.heads).isEmpty();
    }

    @Test
    void leavesAPreflightInThatTakesLong() throws Exception {
        addWithPreflights(true);
        java.util.concurrent.Semaphore asked = new java.util.concurrent.Semaphore(0);
        fixture.application.answer((head, in, socket) -> {
            asked.acquire();
            RawApplication.send(socket, "HTTP/1.1 204 No Content\r\n\r\n");
            return true;
        });
        client.send("OPTIONS / HTTP/1.1\r\nHost: cors.preview.localhost\r\nOrigin: https://a.example\r\n"
                + "Access-Control-Request-Method: PUT\r\n\r\n");
        Awaitility.await().pollDelay(Duration.ofMillis(2500)).until(() -> true);
        asked.release();
        assertThat(client.answer(false).status()).isEqualTo(204);
    }

    private RawClient openSocket(String label, String fields) throws IOException {
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
            int b;
            while ((b = in.read()) >= 0) {
                socket.getOutputStream().write(b);
            }
            return false;
        });
        RawClient socket = fixture.client();
        assertThat(socket.get(label, "/", "Connection: Upgrade\r\nUpgrade: websocket\r\n" + fields)
                        .status())
                .isEqualTo(101);
        return socket;
    }

    private static void cutWithinTwoSeconds(RawClient socket) {
        Awaitility.await().atMost(Duration.ofMillis(2500)).until(() -> ended(socket));
    }

    private static boolean ended(RawClient client) throws IOException {
        try {
            return client.in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
