package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** What strangers try, and what a stolen copy of the database or of the log tells them. */
class AbuseTest {

    private final RunningService service = RunningService.shared();
    private final JdbcTemplate database = new JdbcTemplate(service.context.getBean(DataSource.class));

    @BeforeEach
    void nextMinute() {
        service.clock.forward(Duration.ofMinutes(1));
    }

    @Test
    void tryingToSignInOverAndOverIsSlowedDown() {
        TestBrowser stranger = service.browser();
        List<Integer> answers = IntStream.range(0, 121)
                .mapToObj(i -> stranger.get("/login/oauth2/code/github?code=" + i + "&state=made-up")
                        .statusCode())
                .toList();
        assertThat(answers).startsWith(302).endsWith(429);
        HttpResponse<String> next = stranger.get("/oauth2/authorization/github");
        assertThat(next.statusCode()).isEqualTo(429);
        long wait = next.headers().firstValueAsLong("Retry-After").orElse(0);
        assertThat(wait).isBetween(1L, 60L);
        service.clock.forward(Duration.ofSeconds(wait));
        assertThat(stranger.get("/oauth2/authorization/github").statusCode()).isEqualTo(302);
    }

    @Test
    void tryingHandOffsOverAndOverIsSlowedDown() {
        TestBrowser stranger = service.browser();
        List<Integer> answers = IntStream.range(0, 121)
                .mapToObj(i ->
                        stranger.get("/visit?label=" + i + "&nonce=n&path=/").statusCode())
                .toList();
        assertThat(answers).endsWith(429);
        service.clock.forward(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v%69sit?preview=a&nonce=n", "/%6Cogin/oauth2/code/github?code=a&state=b"})
    void otherSpellingIsNoWayRoundALimit(String path) {
        TestBrowser stranger = service.browser();
        List<Integer> answers = IntStream.range(0, 121)
                .mapToObj(i -> stranger.get(path).statusCode())
                .toList();
        assertThat(answers.getLast()).isIn(400, 429);
        service.clock.forward(Duration.ofMinutes(1));
    }

    /** Forms are read before anything else is asked, and room is made for what they say they will send. */
    @ParameterizedTest
    @ValueSource(strings = {"/logout", "/oauth2/token", "/api/v1/clusters/x/report"})
    void formsThatAreLargerThanAnyOfOursAreNotWaitedFor(String path) {
        assertThat(RawRequest.answerToHead(
                        service,
                        "POST " + path + " HTTP/1.1",
                        "Content-Type: application/x-www-form-urlencoded",
                        "Content-Length: 100000"))
                .isEqualTo(400);
    }

    @Test
    void askingForTokensOverAndOverIsSlowedDown() {
        CommandLine stranger = new CommandLine(service);
        List<Integer> answers = IntStream.range(0, 301)
                .mapToObj(i -> stranger.exchange("made-up-" + i).statusCode())
                .toList();
        assertThat(answers).startsWith(400).endsWith(429);
        service.clock.forward(Duration.ofMinutes(1));
    }

    @Test
    void answerOfGitHubThatNobodyAskedForLetsNobodyIn() {
        service.github.person("walter", "acme");
        service.github.comes("walter");
        TestBrowser victim = service.browser();
        String toGitHub = TestBrowser.location(victim.get("/oauth2/authorization/github"));
        String back = TestBrowser.location(victim.get(toGitHub));

        TestBrowser other = service.browser();
        HttpResponse<String> refused = other.get(back);

        assertThat(TestBrowser.location(refused)).endsWith("/login?failed");
        assertThat(other.cookies).doesNotContainKey("intercepts-session");
        assertThat(refused.body()).doesNotContain(back.replaceFirst(".*code=([^&]+).*", "$1"));
        assertThat(toGitHub).contains("code_challenge_method=S256", "scope=read:org", "state=");
    }

    @Test
    void tokenOfGitHubIsEncryptedAndWrittenAnewWhenTheKeyWasReplaced() {
        service.github.person("xena", "acme");
        CommandLine xena = CommandLine.loggedIn(service, "xena", "acme");
        byte[] kept = token("xena");
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("gho_");

        byte[] byEarlierKey = service.byEarlierKey(kept);
        database.update("update users set github_token = ? where login = 'xena'", byEarlierKey);
        service.clock.forward(Duration.ofMinutes(59));
        assertThat(xena.get("/api/v1/me").statusCode()).isEqualTo(200);

        assertThat(token("xena")).isNotEqualTo(byEarlierKey);
        assertThat(service.isByEarlierKey(token("xena"))).isFalse();
    }

    @Test
    void logHoldsNoSecret() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Logger own = (Logger) LoggerFactory.getLogger("dev.intercepts");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        own.setLevel(Level.TRACE);
        List<String> secrets = new ArrayList<>();
        try {
            service.github.person("yuri", "acme");
            CommandLine yuri = new CommandLine(service);
            String code = yuri.code("yuri", "acme");
            yuri.keep(yuri.exchange(code));
            JsonNode key = CommandLine.json(yuri.call("POST", "/api/v1/api-keys", Map.of("name", "logged")));
            CommandLine.Registered cluster = yuri.register("logged-" + System.nanoTime());
            secrets.addAll(List.of(code, yuri.accessToken, yuri.refreshToken, cluster.clusterToken()));
            secrets.add(key.path("key").asString());
            CommandLine wrong = new CommandLine(service);
            wrong.accessToken = "wrong-" + UUID.randomUUID();
            wrong.get("/api/v1/me");
            wrong.call("PUT", "/api/v1/clusters/" + cluster.clusterId() + "/report", Map.of());
            wrong.refresh(wrong.accessToken);
            secrets.add(wrong.accessToken);
            service.github.down(true);
            service.browser().get("/login/oauth2/code/github?code=" + wrong.accessToken + "&state=x");
            service.clock.forward(Duration.ofMinutes(59));
            yuri.get("/api/v1/me");
            yuri.revoke(yuri.refreshToken);
        } finally {
            service.github.down(false);
            own.setLevel(null);
            root.detachAppender(log);
        }
        String text = List.copyOf(log.list).stream()
                .map(event ->
                        event.getFormattedMessage() + " " + event.getKeyValuePairs() + " " + event.getThrowableProxy())
                .collect(Collectors.joining("\n"));
        assertThat(text).contains("GitHub did not answer about memberships");
        assertThat(secrets).allSatisfy(secret -> assertThat(text).doesNotContain(secret));
        assertThat(text).doesNotContain("gho_");
    }

    @Test
    void errorPagesShowNoSecret() {
        String secret = "secret-" + UUID.randomUUID();
        TestBrowser browser = service.browser();
        CommandLine command = new CommandLine(service);
        command.accessToken = secret;
        assertThat(List.of(
                        browser.follow(browser.get("/login/oauth2/code/github?state=x&code=" + secret)),
                        browser.get(CommandLine.authorizePath("http://evil.example/callback", secret)),
                        command.get("/api/v1/me"),
                        command.refresh(secret),
                        command.exchange(secret)))
                .allSatisfy(answer -> {
                    assertThat(answer.body()).doesNotContain(secret);
                    assertThat(answer.headers().toString()).doesNotContain(secret);
                });
    }

    private byte[] token(String login) {
        return java.util.Objects.requireNonNull(
                database.queryForObject("select github_token from users where login = ?", byte[].class, login));
    }
}
