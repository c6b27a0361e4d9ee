package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.security.Secrets;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** API keys: shown once, scoped, with an end, revocable, and never more than their person. */
class ApiKeyTest {

    private static final String KEYS = "/api/v1/api-keys";

    private final RunningService service = RunningService.shared();
    private final JdbcTemplate database = new JdbcTemplate(service.context.getBean(DataSource.class));
    private CommandLine olga = new CommandLine(service);

    @BeforeEach
    void person() {
        service.clock.forward(Duration.ofMinutes(1));
        service.github.person("olga", "acme", "globex");
        olga = CommandLine.loggedIn(service, "olga", "acme");
    }

    @Test
    void isShownOnceAndKeptAsItsHash() {
        JsonNode made = make(List.of("read"), 30);
        String key = made.path("key").asString();
        assertThat(key)
                .matches("icpt_[0-9A-Za-z]{49}")
                .startsWith(made.path("prefix").asString());

        String id = made.path("id").asString();
        assertThat(olga.get(KEYS + "/" + id).body()).doesNotContain(key);
        assertThat(olga.get(KEYS).body()).contains(id).doesNotContain(key);
        String row = database.queryForMap("select * from api_keys where id = ?", UUID.fromString(id))
                .toString();
        assertThat(row).doesNotContain(key).contains(Secrets.hash(key));
    }

    @Test
    void speaksForItsPersonInItsOrganization() {
        CommandLine machine = with(make(List.of("intercepts"), 30));
        JsonNode me = CommandLine.json(machine.get("/api/v1/me"));
        assertThat(me.path("login").asString()).isEqualTo("olga");
        assertThat(me.path("organization").asString()).isEqualTo("acme");
        CommandLine.Registered registered = machine.register("by-key-" + System.nanoTime());
        assertThat(olga.get("/api/v1/intercepts/" + registered.interceptId()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void useIsNoted() {
        JsonNode made = make(List.of("read"), 30);
        String path = KEYS + "/" + made.path("id").asString();
        assertThat(CommandLine.json(olga.get(path)).has("lastUsedAt")).isFalse();
        with(made).get("/api/v1/me");
        assertThat(CommandLine.json(olga.get(path)).has("lastUsedAt")).isTrue();
    }

    @Test
    void doesNoMoreThanItsScopes() {
        CommandLine reader = with(make(List.of("read"), 30));
        assertThat(reader.get("/api/v1/intercepts").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = reader.call(
                "POST", "/api/v1/clusters", Map.of("uid", UUID.randomUUID().toString(), "name", "kind"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).contains("insufficient_scope");
    }

    @Test
    void neitherSeesNorMakesNorRevokesKeys() {
        JsonNode made = make(List.of("read", "intercepts", "manage"), 30);
        CommandLine machine = with(made);
        assertThat(machine.get(KEYS).statusCode()).isEqualTo(403);
        assertThat(machine.call("POST", KEYS, Map.of("name", "another")).statusCode())
                .isEqualTo(403);
        assertThat(machine.call("DELETE", KEYS + "/" + made.path("id").asString(), null)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void revokedEndsAtOnceAndIsAudited() {
        JsonNode made = make(List.of("read"), 30);
        CommandLine machine = with(made);
        assertThat(machine.get("/api/v1/me").statusCode()).isEqualTo(200);
        String path = KEYS + "/" + made.path("id").asString();

        assertThat(olga.call("DELETE", path, null).statusCode()).isEqualTo(204);

        assertThat(machine.get("/api/v1/me").statusCode()).isEqualTo(401);
        assertThat(olga.get(path).statusCode()).isEqualTo(404);
        assertThat(olga.call("DELETE", path, null).statusCode()).isEqualTo(404);
        assertThat(database.queryForList(
                        "select action from audit where subject_id = ? order by at",
                        String.class,
                        UUID.fromString(made.path("id").asString())))
                .containsExactly("API_KEY_CREATED", "API_KEY_REVOKED");
    }

    @Test
    void endsOnItsDay() {
        CommandLine machine = with(make(List.of("read"), 1));
        service.clock.forward(Duration.ofHours(23));
        assertThat(machine.get("/api/v1/me").statusCode()).isEqualTo(200);
        service.clock.forward(Duration.ofMinutes(61));
        assertThat(machine.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void endsWithTheMembershipOfItsPerson() {
        CommandLine machine = with(make(List.of("read"), 30));
        service.github.person("olga", "globex");
        service.clock.forward(Duration.ofMinutes(61));
        assertThat(machine.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void isNotThereForAnotherOrganization() {
        JsonNode made = make(List.of("read"), 30);
        String path = KEYS + "/" + made.path("id").asString();
        CommandLine elsewhere = CommandLine.loggedIn(service, "olga", "globex");
        assertThat(elsewhere.get(path).statusCode()).isEqualTo(404);
        assertThat(elsewhere.call("DELETE", path, null).statusCode()).isEqualTo(404);
        assertThat(elsewhere.get(KEYS).body()).doesNotContain(made.path("id").asString());
        assertThat(with(made).get("/api/v1/me").statusCode()).isEqualTo(200);
    }

    @Test
    void listGoesOnWhereItsPageEnded() {
        List<String> made = IntStream.range(0, 5)
                .mapToObj(i -> make(List.of("read"), 30).path("id").asString())
                .toList()
                .reversed();
        JsonNode first = CommandLine.json(olga.get(KEYS + "?limit=2"));
        JsonNode second = CommandLine.json(
                olga.get(KEYS + "?limit=3&cursor=" + first.path("next").asString()));
        assertThat(ids(first)).isEqualTo(made.subList(0, 2));
        assertThat(ids(second)).isEqualTo(made.subList(2, 5));
    }

    @Test
    void nonsenseIsToldApart() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("name", " "),
                Map.of("name", "x".repeat(101)),
                Map.of("name", "k", "expiresInDays", 367),
                Map.of("name", "k", "expiresInDays", 0),
                Map.of("name", "k", "scopes", List.of("everything")))) {
            assertThat(olga.call("POST", KEYS, wrong).statusCode())
                    .as(wrong.toString())
                    .isEqualTo(400);
        }
        assertThat(olga.get(KEYS + "?cursor=made-up").statusCode()).isEqualTo(400);
        assertThat(olga.get(KEYS + "?limit=0").statusCode()).isEqualTo(400);
    }

    @Test
    void makingManyIsSlowedDown() {
        List<Integer> answers = IntStream.range(0, 21)
                .mapToObj(i ->
                        olga.call("POST", KEYS, Map.of("name", "many-" + i)).statusCode())
                .toList();
        assertThat(answers).contains(429).startsWith(201);
    }

    @Test
    void guessingIsSlowedDownButDoesNotLockOut() {
        String real = olga.accessToken;
        CommandLine guesser = new CommandLine(service);
        List<Integer> answers = IntStream.range(0, 121)
                .mapToObj(i -> {
                    guesser.accessToken = "icpt_" + "x".repeat(46) + (100 + i);
                    return guesser.get("/api/v1/me").statusCode();
                })
                .toList();
        assertThat(answers).startsWith(401).contains(429);
        guesser.accessToken = real;
        assertThat(guesser.get("/api/v1/me").statusCode()).isEqualTo(200);
        service.clock.forward(Duration.ofMinutes(1));
    }

    private JsonNode make(List<String> scopes, int days) {
        return CommandLine.json(olga.call("POST", KEYS, Map.of("name", "ci", "scopes", scopes, "expiresInDays", days)));
    }

    private CommandLine with(JsonNode made) {
        CommandLine machine = new CommandLine(service);
        machine.accessToken = made.path("key").asString();
        return machine;
    }

    private static List<String> ids(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(item -> item.path("id").asString())
                .toList();
    }
}
