package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What every operation of the API keeps to: problems, tags, keys, limits, pages; and that its description says so. */
class ApiContractTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String KEYS = "/api/v1/api-keys";

    private final RunningService service = RunningService.shared();
    private final String organization = "contract-" + System.nanoTime();
    private CommandLine kim = new CommandLine(service);

    @BeforeEach
    void person() {
        service.clock.forward(Duration.ofMinutes(1));
        service.github.person("kim", organization);
        service.github.owner("kim");
        kim = CommandLine.loggedIn(service, "kim", organization);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/nothing, , , 404",
        "GET, /api/v1/intercepts/no-uuid, , , 400",
        "GET, /api/v1/intercepts?limit=x, , , 400",
        "GET, /api/v1/intercepts?limit=201, , , 400",
        "GET, /api/v1/intercepts?cursor=AAAA, , , 400",
        "GET, /api/v1/intercepts?q=a%00b, , , 400",
        "GET, /api/v1/audit?q=a%00b, , , 400",
        "GET, /api/v1/audit?actor=a%00b, , , 400",
        "GET, /api/v1/intercepts?limit=, , , 400",
        "GET, /api/v1/intercepts?limit=1&limit=2, , , 400",
        "GET, /api/v1/intercepts?=1, , , 400",
        "GET, /api/v1/audit?until=, , , 400",
        "POST, /api/v1/clusters, --x, multipart/form-data, 415",
        "QUERY, /api/v1/intercepts, , , 405",
        "GET, /api/v1/audit?action=NOTHING, , , 400",
        "GET, /api/v1/audit?from=yesterday, , , 400",
        "GET, /api/v1/audit/export?format=XML, , , 400",
        "PATCH, /api/v1/intercepts, {}, application/json, 405",
        "DELETE, /api/v1/me, , , 405",
        "POST, /api/v1/clusters, uid=1, application/x-www-form-urlencoded, 415",
        "POST, /api/v1/clusters, {, application/json, 400",
        "POST, /api/v1/clusters, [], application/json, 400",
        "POST, /api/v1/clusters, , application/json, 400",
        "POST, /api/v1/clusters, '{\"uid\":\"u\"}', application/json, 400",
        "POST, /api/v1/clusters, '{\"uid\":\"u\",\"name\":7}', application/json, 400",
        "POST, /api/v1/clusters, '{\"uid\":\"u\",\"name\":\"a\\u0000b\"}', application/json, 400",
        "POST, /api/v1/clusters, '{\"uid\":\"u\",\"name\":\"\\ud800\"}', application/json, 400",
        "POST, /api/v1/api-keys, '{\"name\":\"k\",\"expiresInDays\":\"7\"}', application/json, 400",
        "PUT, /api/v1/organization/settings, '{\"publicPreviews\":0}', application/json, 400",
        "GET, /api/v1/intercepts;a=b, , , 400",
    })
    void whatCannotBeIsAProblem(
            String method, String path, @Nullable String body, @Nullable String contentType, int status) {
        HttpResponse<String> answer = send(method, path, body, contentType, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = CommandLine.JSON.readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asString()).isNotBlank();
    }

    @Test
    void pagesAnswerSoToo() {
        TestBrowser browser = service.browser();
        browser.signIn("kim", organization, "/");
        assertThat(browser.get("/?=1").statusCode()).isEqualTo(400);
    }

    @Test
    void whoTakesNoJsonIsToldSo() {
        HttpResponse<String> answer = send("GET", "/api/v1/me", null, null, Map.of("Accept", "image/png"));
        assertThat(answer.statusCode()).isEqualTo(406);
    }

    @Test
    void whatIsPossibleInsteadIsNamed() {
        HttpResponse<String> answer = send("PUT", "/api/v1/me", "{}", "application/json", Map.of());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET");
    }

    @Test
    void largeBodiesAreRefused() {
        String large = "{\"uid\":\"" + "x".repeat(300_000) + "\",\"name\":\"n\"}";
        assertThat(send("POST", "/api/v1/clusters", large, "application/json", Map.of())
                        .statusCode())
                .isEqualTo(413);
    }

    /** Spelt otherwise, an address would come to its operation and to none of the filters before it. */
    @Test
    void otherSpellingIsNoWayRoundTheLimitOfBodies() {
        CommandLine.Registered cluster = kim.register("spelt");
        String large = "{\"uid\":\"" + "x".repeat(300_000) + "\",\"name\":\"n\"}";
        assertThat(send("POST", "/api/%761/clusters", large, "application/json", Map.of())
                        .statusCode())
                .isEqualTo(400);
        assertThat(RawRequest.answerToHead(
                        service,
                        "PUT /api/%761/clusters/" + cluster.clusterId() + "/report HTTP/1.1",
                        "Authorization: Bearer " + cluster.clusterToken(),
                        "Content-Type: application/json",
                        "Content-Length: " + 9 * 1024 * 1024))
                .isEqualTo(400);
        assertThat(RawRequest.answerToHead(
                        service,
                        "PUT /api/v1/clusters/" + cluster.clusterId() + "/report HTTP/1.1",
                        "Authorization: Bearer " + cluster.clusterToken(),
                        "Content-Type: application/json",
                        "Content-Length: " + 9 * 1024 * 1024))
                .isEqualTo(413);
    }

    /** Else a stranger would be held 8 MiB for. */
    @ParameterizedTest
    @CsvSource({"no-uuid, made-up", "00000000-0000-0000-0000-000000000001, made-up", "{id}, made-up", "{id},"})
    void tokenOfAClusterIsLookedAtBeforeItsReportIsRead(String id, @Nullable String token) {
        CommandLine.Registered cluster = kim.register("slow");
        assertThat(RawRequest.answerToHead(
                        service,
                        "PUT /api/v1/clusters/" + id.replace("{id}", cluster.clusterId()) + "/report HTTP/1.1",
                        token == null ? "Accept: */*" : "Authorization: Bearer " + token,
                        "Content-Type: application/json",
                        "Content-Length: 8388608"))
                .isEqualTo(401);
    }

    @Test
    void headSaysWhatGetSays() {
        HttpResponse<String> get = kim.get("/api/v1/me");
        HttpResponse<String> head = send("HEAD", "/api/v1/me", null, null, Map.of());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("ETag"))
                .isPresent()
                .isEqualTo(get.headers().firstValue("ETag"));
        assertThat(send("HEAD", "/api/v1/events", null, null, Map.of()).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/me",
                "/api/v1/intercepts",
                "/api/v1/intercepts/{id}",
                "/api/v1/intercepts/{id}/preview",
                "/api/v1/clusters",
                "/api/v1/api-keys",
                "/api/v1/organization/settings"
            })
    void whoHasItAlreadyGetsNothingAgain(String path) {
        CommandLine.Registered intercept = kim.register("tagged");
        kim.preview(intercept.interceptId());
        String real = path.replace("{id}", intercept.interceptId());
        String tag = tag(kim.get(real));
        HttpResponse<String> again = send("GET", real, null, null, Map.of("If-None-Match", "\"other\", W/" + tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(tag(again)).isEqualTo(tag);
        assertThat(send("GET", real, null, null, Map.of("If-None-Match", "\"other\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void changeOfWhatSomebodyElseChangedIsRefused() {
        String path = "/api/v1/organization/settings";
        String first = tag(kim.get(path));
        HttpResponse<String> changed = settings("OWNERS", first);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(settings("NOBODY", first).statusCode()).isEqualTo(412);
        assertThat(settings("NOBODY", "W/" + tag(changed)).statusCode()).isEqualTo(412);
        assertThat(CommandLine.json(kim.get(path)).path("publicPreviews").asString())
                .isEqualTo("OWNERS");
        assertThat(settings("NOBODY", tag(changed)).statusCode()).isEqualTo(200);
        assertThat(settings("EVERYBODY", "*").statusCode()).isEqualTo(200);
    }

    @Test
    void ofManyThatChangeTheSameOneWins() throws Exception {
        CommandLine.Registered intercept = kim.register("raced");
        kim.preview(intercept.interceptId());
        String path = "/api/v1/intercepts/" + intercept.interceptId() + "/preview";
        String tag = tag(kim.get(path));
        List<Callable<Integer>> all = IntStream.range(0, 8)
                .<Callable<Integer>>mapToObj(i -> () -> send(
                                "PATCH",
                                path,
                                "{\"access\":\"PUBLIC\",\"publicFor\":\"PT" + (i + 1) + "H\"}",
                                "application/json",
                                Map.of("If-Match", tag))
                        .statusCode())
                .toList();
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(all)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).containsOnlyOnce(200).contains(412).containsOnly(200, 412);
    }

    @Test
    void previewInterceptAndKeyAreRemovedOnlyAsTheyWereSeen() {
        CommandLine.Registered intercept = kim.register("removed");
        String path = "/api/v1/intercepts/" + intercept.interceptId();
        String before = tag(kim.get(path));
        kim.preview(intercept.interceptId());
        assertThat(send("DELETE", path, null, null, Map.of("If-Match", before)).statusCode())
                .isEqualTo(412);
        String ingress = "{\"ingress\":{\"host\":\"ingress.default\",\"port\":80,\"tls\":false}}";
        assertThat(send("PUT", path + "/preview", ingress, "application/json", Map.of("If-None-Match", "*"))
                        .statusCode())
                .isEqualTo(412);
        String preview = tag(kim.get(path + "/preview"));
        assertThat(send("DELETE", path + "/preview", null, null, Map.of("If-Match", preview))
                        .statusCode())
                .isEqualTo(204);
        assertThat(send("PUT", path + "/preview", ingress, "application/json", Map.of("If-None-Match", "*"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("DELETE", path, null, null, Map.of("If-Match", tag(kim.get(path))))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void postWithAKeyIsCarriedOutOnce() {
        CommandLine.Registered cluster = kim.register("repeated-0");
        String body = CommandLine.JSON.writeValueAsString(CommandLine.registration(cluster.clusterId(), "repeated-1"));
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        HttpResponse<String> first = send("POST", "/api/v1/intercepts", body, "application/json", key);
        HttpResponse<String> second = send("POST", "/api/v1/intercepts", body, "application/json", key);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(second.body()).isEqualTo(first.body());
        String id = CommandLine.json(first).path("id").asString();
        assertThat(CommandLine.json(kim.get("/api/v1/audit?subject=" + id))
                        .path("items")
                        .size())
                .isEqualTo(1);

        HttpResponse<String> other =
                send("POST", "/api/v1/intercepts", body.replace("9000", "9001"), "application/json", key);
        assertThat(other.statusCode()).isEqualTo(422);

        service.github.person("lee", organization);
        CommandLine lee = CommandLine.loggedIn(service, "lee", organization);
        String theirs = CommandLine.JSON.writeValueAsString(CommandLine.registration(cluster.clusterId(), "lees"));
        assertThat(send(lee, "POST", "/api/v1/intercepts", theirs, "application/json", key)
                        .statusCode())
                .isEqualTo(200);

        service.clock.forward(Duration.ofHours(25));
        kim = CommandLine.loggedIn(service, "kim", organization);
        assertThat(send("POST", "/api/v1/intercepts", body, "application/json", key)
                        .headers()
                        .firstValue("Idempotency-Replayed"))
                .isEmpty();
    }

    @Test
    void secretIsNotShownAgainByAKey() {
        Map<String, String> key = Map.of("Idempotency-Key", "one");
        HttpResponse<String> first = send("POST", KEYS, "{\"name\":\"once\"}", "application/json", key);
        assertThat(first.statusCode()).isEqualTo(201);
        HttpResponse<String> second = send("POST", KEYS, "{\"name\":\"once\"}", "application/json", key);
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).doesNotContain("icpt_").contains("shown once");
        assertThat(CommandLine.json(kim.get(KEYS)).path("items").size()).isEqualTo(1);
        assertThat(send("POST", KEYS, "{\"name\":\" \"}", "application/json", Map.of("Idempotency-Key", "a b"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void sameRequestsAtOnceAreCarriedOutOnce() throws Exception {
        Map<String, String> key = Map.of("Idempotency-Key", "at once");
        Map<String, String> good = Map.of("Idempotency-Key", "at-once");
        assertThat(send("POST", KEYS, "{\"name\":\"k\"}", "application/json", key)
                        .statusCode())
                .isEqualTo(400);
        List<Callable<Integer>> all = IntStream.range(0, 8)
                .<Callable<Integer>>mapToObj(i -> () -> send("POST", KEYS, "{\"name\":\"k\"}", "application/json", good)
                        .statusCode())
                .toList();
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(all)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).containsOnlyOnce(201).containsOnly(201, 409);
    }

    @Test
    void whatIsLeftIsSaidAndUsingItUpIsAnswered429() {
        HttpResponse<String> answer = kim.get("/api/v1/me");
        String policy = answer.headers().firstValue("RateLimit-Policy").orElse("");
        assertThat(policy).matches("\"requests\";q=\\d+;w=60");
        assertThat(answer.headers().firstValue("RateLimit").orElse("")).matches("\"requests\";r=\\d+;t=\\d+");
        int quota = Integer.parseInt(policy.replaceFirst(".*q=(\\d+).*", "$1"));

        // From the beginning of a minute on.
        service.clock.forward(Duration.ofSeconds(Long.parseLong(
                answer.headers().firstValue("RateLimit").orElse("").replaceFirst(".*t=(\\d+).*", "$1"))));
        HttpResponse<String> last = kim.get("/api/v1/me");
        for (int i = 0; i < quota && last.statusCode() == 200; i++) {
            last = kim.get("/api/v1/me");
        }

        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValue("RateLimit").orElse("")).contains("r=0");
        long wait = last.headers().firstValueAsLong("Retry-After").orElse(0);
        assertThat(wait).isBetween(1L, 60L);
        assertThat(CommandLine.loggedIn(service, "kim", organization)
                        .get("/api/v1/me")
                        .statusCode())
                .as("another login")
                .isEqualTo(200);
        service.clock.forward(Duration.ofSeconds(wait));
        assertThat(kim.get("/api/v1/me").statusCode()).isEqualTo(200);
    }

    @Test
    void guessingUplinkTokensIsSlowedDown() {
        CommandLine.Registered cluster = kim.register("guessed");
        CommandLine guesser = new CommandLine(service);
        guesser.accessToken = "made-up";
        String path = "/api/v1/clusters/" + cluster.clusterId() + "/report";
        Map<String, Object> report = Map.of("managerVersion", "1", "intercepts", List.of());
        List<Integer> answers = IntStream.range(0, 121)
                .mapToObj(i -> guesser.call("PUT", path, report).statusCode())
                .toList();
        assertThat(answers).startsWith(401).contains(429);
        guesser.accessToken = cluster.clusterToken();
        assertThat(guesser.call("PUT", path, report).statusCode()).isEqualTo(200);
        service.clock.forward(Duration.ofMinutes(1));
    }

    @Test
    void listsGoOnWhereTheirPagesEnded() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.addFirst(kim.register("page-" + i).interceptId());
        }
        JsonNode first = CommandLine.json(kim.get("/api/v1/intercepts?limit=2&q=page-"));
        JsonNode second = CommandLine.json(kim.get("/api/v1/intercepts?limit=3&q=page-&cursor="
                + first.path("next").asString()));
        assertThat(ids(first)).isEqualTo(made.subList(0, 2));
        assertThat(ids(second)).isEqualTo(made.subList(2, 5));
        assertThat(second.has("next")).isFalse();
        JsonNode clusters = CommandLine.json(kim.get("/api/v1/clusters?limit=4"));
        assertThat(clusters.path("items").size()).isEqualTo(4);
        JsonNode rest = CommandLine.json(kim.get(
                "/api/v1/clusters?limit=4&cursor=" + clusters.path("next").asString()));
        assertThat(rest.path("items").size()).isEqualTo(1);
        String id = ids(rest).getFirst();
        assertThat(CommandLine.json(kim.get("/api/v1/clusters/" + id))
                        .path("id")
                        .asString())
                .isEqualTo(id);
    }

    @Test
    void reportWithStrangeSentencesIsTaken() {
        CommandLine.Registered intercept = kim.register("strange");
        CommandLine manager = new CommandLine(service);
        manager.accessToken = intercept.clusterToken();
        Map<String, Object> report = Map.of(
                "managerVersion",
                "1.2.3",
                "intercepts",
                List.of(Map.of(
                        "id", intercept.interceptId(),
                        "namespace", "default",
                        "name", "strange",
                        "state", "ACTIVE",
                        "message", "a\u0000b" + "x".repeat(2000))));
        CommandLine.json(manager.call("PUT", "/api/v1/clusters/" + intercept.clusterId() + "/report", report));
        JsonNode view = CommandLine.json(kim.get("/api/v1/intercepts/" + intercept.interceptId()));
        assertThat(view.path("state").asString()).isEqualTo("ACTIVE");
        assertThat(view.path("message").asString()).hasSize(1000).startsWith("a bx");
    }

    @Test
    void descriptionTellsOfEveryOperation() {
        JsonNode api = CommandLine.json(new CommandLine(service).get("/v3/api-docs"));
        Set<String> open = Set.of("/.well-known/intercepts");
        api.path("paths")
                .propertyStream()
                .forEach(path -> path.getValue().propertyStream().forEach(operation -> {
                    JsonNode described = operation.getValue();
                    String name = operation.getKey() + " " + path.getKey();
                    assertThat(described.path("summary").asString()).as(name).isNotBlank();
                    assertThat(described.path("operationId").asString())
                            .as(name)
                            .isNotBlank();
                    assertThat(described.path("security").size() > 0)
                            .as(name)
                            .isNotEqualTo(open.contains(path.getKey()));
                    assertThat(described
                                    .path("parameters")
                                    .valueStream()
                                    .anyMatch(parameter ->
                                            parameter.path("in").asString().equals("path")))
                            .as(name)
                            .isEqualTo(path.getKey().contains("{"));
                    described.path("responses").propertyStream().forEach(response -> {
                        if (response.getKey().startsWith("4")) {
                            assertThat(response.getValue().path("content").has("application/problem+json"))
                                    .as(name + " " + response.getKey())
                                    .isTrue();
                        }
                    });
                }));
        assertThat(api.at("/paths/~1api~1v1~1audit~1export/get/responses/200/content")
                        .propertyNames())
                .containsExactlyInAnyOrder("application/x-ndjson", "text/csv");
        assertThat(api.path("components").path("securitySchemes").propertyNames())
                .containsExactlyInAnyOrder("login", "apiKey", "uplink");
    }

    private HttpResponse<String> settings(String who, String ifMatch) {
        return send(
                "PUT",
                "/api/v1/organization/settings",
                "{\"publicPreviews\":\"" + who + "\"}",
                "application/json",
                Map.of("If-Match", ifMatch));
    }

    private static String tag(HttpResponse<String> answer) {
        String tag = answer.headers().firstValue("ETag").orElse("");
        assertThat(tag).as(answer.statusCode() + " " + answer.body()).matches("\"[0-9a-f]{32}\"");
        return tag;
    }

    private static List<String> ids(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(item -> item.path("id").asString())
                .toList();
    }

    private HttpResponse<String> send(
            String method,
            String path,
            @Nullable String body,
            @Nullable String contentType,
            Map<String, String> headers) {
        return send(kim, method, path, body, contentType, headers);
    }

    private HttpResponse<String> send(
            CommandLine who,
            String method,
            String path,
            @Nullable String body,
            @Nullable String contentType,
            Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url + path))
                .header("Authorization", "Bearer " + who.accessToken)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
