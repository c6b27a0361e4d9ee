package dev.intercepts.playground.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.intercepts.playground.browser.Browser;
import dev.intercepts.playground.browser.Page;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GitHubTest {

    private static final String CALLBACK = "http://127.0.0.1:1/login/oauth2/code/github";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final JsonMapper JSON = new JsonMapper();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Directory directory = Directory.playground();
    private final GitHub github = GitHub.start(
            new InetSocketAddress("127.0.0.1", 0),
            new OauthApp("Intercepts", "the-id", "the-secret", CALLBACK),
            directory,
            moved());
    private final HttpClient client = HttpClient.newHttpClient();
    private final Browser browser = new Browser();

    @AfterEach
    void close() {
        github.close();
        client.close();
        browser.close();
    }

    @Test
    void personSignsInAuthorizesAndIsSentBackWithCodeAndState() {
        Page signIn = browser.open(authorizeUrl("read:user read:org", Map.of("state", "a b&c")));
        assertThat(signIn.heading()).isEqualTo("Who are you?");

        Page question = browser.submit(signIn.formWithButton("Ada Lovelace"));
        assertThat(question.heading()).isEqualTo("Authorize Intercepts");
        assertThat(question.text()).contains("You are signed in as Ada Lovelace");

        assertThat(browser.cookies().cookiesFor(URI.create(github.url()))).hasSize(1);
        URI back = decided(question, "Authorize");
        assertThat(back.toString()).startsWith(CALLBACK + "?code=").endsWith("&state=a+b%26c");
    }

    @Test
    void personWhoCancelsIsSentBackWithAnError() {
        Page question = browser.submit(browser.open(authorizeUrl("", Map.of())).formWithButton("Ada Lovelace"));
        assertThat(decided(question, "Cancel").getQuery()).startsWith("error=access_denied");
    }

    @Test
    void formOfAnotherSessionIsRefused() {
        Page question = browser.submit(browser.open(authorizeUrl("", Map.of())).formWithButton("Ada Lovelace"));
        Page refused = browser.submit(question.formWithButton("Authorize").with("authenticity_token", "guessed"));
        assertThat(refused.status()).isEqualTo(422);
    }

    @Test
    void foreignRedirectUriGoesToTheRegisteredCallbackWithoutCode() {
        String url = github.url() + "/login/oauth/authorize?client_id=the-id&redirect_uri="
                + encode("http://127.0.0.1:1.evil.example/login/oauth2/code/github");
        URI back = browser.openWithoutRedirects(url).location();
        assertThat(back.toString()).startsWith(CALLBACK + "?error=redirect_uri_mismatch");
    }

    @ParameterizedTest
    @CsvSource({"//evil.example", "https://evil.example/", "/\\evil.example"})
    void signingInLeadsNowhereElse(String target) {
        Page signIn = browser.open(github.url() + "/login?return_to=" + encode(target));
        Page after = browser.submit(signIn.formWithButton("Grace Hopper"));
        assertThat(after.url()).isEqualTo(URI.create(github.url() + "/"));
    }

    @Test
    void codeWorksOnce() throws Exception {
        String code = code("ada", "read:org");
        assertThat(exchange(code, VERIFIER)).containsKey("access_token");
        assertThat(exchange(code, VERIFIER)).containsEntry("error", "bad_verification_code");
    }

    @Test
    void codeNeedsTheVerifierOfItsChallenge() throws Exception {
        assertThat(exchange(code("ada", ""), "another")).containsEntry("error", "bad_verification_code");
    }

    @Test
    void codeIsLateAfterTenMinutes() throws Exception {
        String code = code("ada", "");
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(601)));
        assertThat(exchange(code, VERIFIER)).containsEntry("error", "bad_verification_code");
    }

    @Test
    void applicationProvesItselfByFormOrByBasicAuthorization() throws Exception {
        HttpRequest wrong =
                tokenRequest("client_id=the-id&client_secret=guessed&code=x").build();
        assertThat(fields(wrong)).containsEntry("error", "incorrect_client_credentials");
        HttpRequest basic = tokenRequest("code_verifier=" + VERIFIER + "&code=" + code("ada", ""))
                .header("Authorization", "Basic dGhlLWlkOnRoZS1zZWNyZXQ=")
                .build();
        assertThat(fields(basic)).containsEntry("token_type", "bearer");
    }

    @Test
    void tokenComesAsAFormUnlessJsonIsAskedFor() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(github.url() + "/login/oauth/access_token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("client_id=the-id&client_secret=the-secret&code_verifier=" + VERIFIER
                        + "&code=" + code("ada", "read:org,read:user")))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/x-www-form-urlencoded");
        assertThat(response.body())
                .startsWith("access_token=gho_")
                .endsWith("&scope=read%3Aorg%2Cread%3Auser&token_type=bearer");
    }

    @ParameterizedTest
    @CsvSource({
        "ada, /user, /user, 200",
        "alan, /user, /user, 200",
        "margaret, /user/orgs, /user/orgs, 200",
        "alan, /user/orgs, /user/orgs, 200",
        "margaret, /user/orgs?per_page=1, /user/orgs, 200",
        "ada, /user/memberships/orgs?state=active, /user/memberships/orgs, 200",
        "ada, /user/memberships/orgs/acme, /user/memberships/orgs/{org}, 200",
        "ada, /user/memberships/orgs/globex, /user/memberships/orgs/{org}, 404",
        "ada, /users/grace, /users/{username}, 200",
        "ada, /users/nobody, /users/{username}, 404",
        "ada, /orgs/acme/members/grace, /orgs/{org}/members/{username}, 204",
        "ada, /orgs/acme/members/linus, /orgs/{org}/members/{username}, 404",
        "'', /user, /user, 401",
        "'', /user/orgs, /user/orgs, 401",
    })
    void answersAsGitHubsPublishedDescriptionSays(String login, String path, String described, int status)
            throws Exception {
        HttpResponse<String> response = get(path, login.isEmpty() ? "gho_guessed" : token(login, "read:user read:org"));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(violations(described, response)).isEmpty();
    }

    @Test
    void checkAgainstTheDescriptionNoticesWhatIsMissing() throws Exception {
        JsonNode user = JSON.readTree(get("/user", token("ada", "")).body());
        assertThat(user.propertyNames()).allSatisfy(name -> {
            if (!List.of("email", "user_view_type").contains(name)) {
                JsonNode less = ((tools.jackson.databind.node.ObjectNode) user.deepCopy()).without(name);
                assertThat(schema("/user", 200).validate(less))
                        .as("without " + name)
                        .isNotEmpty();
            }
        });
    }

    @Test
    void organizationsNeedTheirScope() throws Exception {
        assertThat(get("/user/orgs", token("ada", "read:user")).statusCode()).isEqualTo(403);
    }

    @Test
    void listsComeInPages() throws Exception {
        String token = token("margaret", "read:org");
        HttpResponse<String> first = get("/user/orgs?per_page=1", token);
        assertThat(first.headers().firstValue("Link").orElseThrow())
                .contains("page=2")
                .contains("rel=\"next\"");
        HttpResponse<String> second = get("/user/orgs?per_page=1&page=2", token);
        assertThat(second.headers().firstValue("Link")).isEmpty();
        assertThat(List.of(loginOf(first), loginOf(second))).containsExactly("acme", "globex");
    }

    @Test
    void membershipThatEndedIsGone() throws Exception {
        String token = token("grace", "read:org");
        assertThat(get("/user/memberships/orgs/acme", token).statusCode()).isEqualTo(200);
        directory.leave("grace", "acme");
        assertThat(get("/user/memberships/orgs/acme", token).statusCode()).isEqualTo(404);
    }

    @Test
    void everybodyHasAPicture() throws Exception {
        String picture = JSON.readTree(get("/user", token("ada", "")).body())
                .get("avatar_url")
                .asString();
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(URI.create(picture)).build(), BodyHandlers.ofString());
        assertThat(response.headers().firstValue("Content-Type")).contains("image/svg+xml");
        assertThat(response.body()).contains(">A</text>");
    }

    private static String loginOf(HttpResponse<String> page) {
        return JSON.readTree(page.body()).get(0).get("login").asString();
    }

    private static List<Error> violations(String path, HttpResponse<String> response) {
        if (response.body().isEmpty()) {
            return List.of();
        }
        return schema(path, response.statusCode()).validate(JSON.readTree(response.body()));
    }

    /** The schema of a JSON answer in the description; references of whole answers are followed. */
    private static Schema schema(String path, int status) {
        JsonNode description = JSON.readTree(GitHubTest.class.getResourceAsStream("/github-openapi.json"));
        String pointer = "/paths/" + path.replace("/", "~1") + "/get/responses/" + status;
        JsonNode answer = description.at(pointer);
        String location = answer.has("$ref") ? answer.get("$ref").asString().substring(1) : pointer;
        return SchemaRegistry.withDialect(Dialects.getOpenApi30())
                .getSchema(SchemaLocation.of(
                        "classpath:/github-openapi.json#" + location + "/content/application~1json/schema"));
    }

    private URI decided(Page question, String button) {
        return browser.submitWithoutRedirects(question.formWithButton(button)).location();
    }

    private String code(String login, String scope) {
        try (Browser fresh = new Browser()) {
            Page question =
                    fresh.submit(fresh.open(authorizeUrl(scope, Map.of())).formWithButton(login));
            URI back = fresh.submitWithoutRedirects(question.formWithButton("Authorize"))
                    .location();
            return back.getQuery().replaceFirst("(?:.*&)?code=([^&]*).*", "$1");
        }
    }

    private String authorizeUrl(String scope, Map<String, String> more) {
        StringBuilder url = new StringBuilder(github.url())
                .append("/login/oauth/authorize?client_id=the-id&code_challenge_method=S256&redirect_uri=")
                .append(encode(CALLBACK))
                .append("&scope=")
                .append(encode(scope))
                .append("&code_challenge=")
                .append(Grants.challengeOf(VERIFIER));
        more.forEach((name, value) -> url.append('&').append(name).append('=').append(encode(value)));
        return url.toString();
    }

    private String token(String login, String scope) throws Exception {
        return exchange(code(login, scope), VERIFIER).getOrDefault("access_token", "");
    }

    private Map<String, String> exchange(String code, String verifier) throws Exception {
        return fields(tokenRequest("client_id=the-id&client_secret=the-secret&code=" + code + "&code_verifier="
                        + verifier + "&redirect_uri=" + encode(CALLBACK))
                .build());
    }

    private HttpRequest.Builder tokenRequest(String form) {
        return HttpRequest.newBuilder(URI.create(github.url() + "/login/oauth/access_token"))
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    private Map<String, String> fields(HttpRequest request) throws Exception {
        JsonNode node =
                JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
        return node.propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, field -> field.getValue().asString()));
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(github.apiUrl() + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private Clock moved() {
        InstantSource source = now::get;
        return source.withZone(ZoneOffset.UTC);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
