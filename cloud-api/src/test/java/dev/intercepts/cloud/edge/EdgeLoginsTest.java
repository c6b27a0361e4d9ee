package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins of one browser that are under way side by side, and what one is worth to another. */
@ExtendWith(NoLeaks.class)
class EdgeLoginsTest {

    private static final String BROWSER = "Accept: text/html,*/*\r\nSec-Fetch-Dest: document\r\n";

    private final Map<String, String> jar = new LinkedHashMap<>();
    private EdgeFixture fixture;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        fixture = EdgeFixture.start();
        fixture.add("shut", Access.PRIVATE);
        client = fixture.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        fixture.close();
    }

    private String cookies() {
        String all = jar.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? "" : "Cookie: " + all + "\r\n";
    }

    /** Does with an answer's cookies what a browser does. */
    private RawClient.Answer kept(RawClient.Answer answer) {
        answer.head()
                .lines()
                .filter(line -> line.startsWith("Set-Cookie: "))
                .map(line -> line.substring("Set-Cookie: ".length()))
                .forEach(cookie -> {
                    String name = cookie.substring(0, cookie.indexOf('='));
                    if (cookie.contains("Max-Age=0;")) {
                        jar.remove(name);
                    } else {
                        jar.put(name, cookie.substring(name.length() + 1, cookie.indexOf(';')));
                    }
                });
        return answer;
    }

    private RawClient.Answer load(String path, String cookies) throws IOException {
        RawClient.Answer answer = kept(client.get("shut", path, BROWSER + cookies));
        assertThat(answer.status()).as(answer.head()).isEqualTo(303);
        return answer;
    }

    private RawClient.Answer handOver(String code) throws IOException {
        return kept(client.get("shut", "/.intercepts/handoff?code=" + code, cookies()));
    }

    /** One after the other, and both at once, as when a browser opens its tabs again. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoTabsBothEndOnTheirOwnPath(boolean atOnce) throws IOException {
        load("/first", "");
        fixture.handoff.code("c1", "shut", "/first");
        load("/second", atOnce ? "" : cookies());
        fixture.handoff.code("c2", "shut", "/second");

        assertThat(handOver("c1").field("location")).isEqualTo("/first");
        assertThat(handOver("c2").field("location")).isEqualTo("/second");

        assertThat(client.get("shut", "/second", BROWSER + cookies()).text()).isEqualTo("hello");
        assertThat(jar).as("what is left of logins").containsOnlyKeys("intercepts-visit");
    }

    @Test
    void aCodeIsGoodForNoOtherLoginThanItsOwn() throws IOException {
        load("/", "");
        fixture.handoff.code("c1", "shut", "/");
        jar.clear();
        load("/", "");
        assertThat(handOver("c1").status()).isEqualTo(403);
        assertThat(jar).doesNotContainKey("intercepts-visit");
    }

    @Test
    void aLoginIsOverWithItsCode() throws IOException {
        load("/", "");
        Map<String, String> stolen = Map.copyOf(jar);
        fixture.handoff.code("c1", "shut", "/");
        assertThat(handOver("c1").status()).isEqualTo(303);
        jar.putAll(stolen);
        assertThat(handOver("c1").status()).isEqualTo(403);
    }

    /** The application behind a preview can set cookies by script: no login begins with what it has chosen. */
    @Test
    void noLoginTakesANonceThatItWasBrought() throws IOException {
        String planted = "p".repeat(22);
        kept(new RawClient.Answer("Set-Cookie: " + new Cookies(false).setNonce(planted), new byte[0]));
        load("/", cookies());
        assertThat(fixture.handoff.nonces.get("shut")).isNotEqualTo(planted);
        fixture.handoff.code("c1", "shut", "/");
        String attackers = "Cookie: " + new Cookies(false).setNonce(planted).replaceAll(";.*", "") + "\r\n";
        assertThat(client.get("shut", "/.intercepts/handoff?code=c1", attackers).status())
                .isEqualTo(403);
    }

    @Test
    void manyLoadsDoNotFillTheBrowserWithCookies() throws IOException {
        for (int i = 0; i < 50; i++) {
            load("/" + i, cookies());
            assertThat(jar).hasSizeLessThanOrEqualTo(8);
        }
        fixture.handoff.code("c1", "shut", "/49");
        assertThat(handOver("c1").field("location")).isEqualTo("/49");
    }

    @Test
    void guessingCodesIsSlowedDownButLocksNobodyOut() throws IOException {
        load("/mine", "");
        fixture.handoff.code("c1", "shut", "/mine");
        String any =
                "Cookie: " + new Cookies(false).setNonce("a-nonce-of-its-own").replaceAll(";.*", "") + "\r\n";
        // On until it is slowed down, for it is counted anew each minute.
        int guesses = 0;
        int answered = 403;
        while (guesses < 200 || (answered == 403 && guesses < 2_000)) {
            answered = client.get("shut", "/.intercepts/handoff?code=guess-" + guesses++, any)
                    .status();
        }
        assertThat(answered).isEqualTo(429);
        // Not even from the guesser's own address, which may be that of everybody's load balancer.
        assertThat(handOver("c1").field("location")).isEqualTo("/mine");
    }
}
