package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.cloud.requests.RequestSink;
import dev.intercepts.cloud.requests.SeenRequest;
import dev.intercepts.cloud.requests.SeenRequest.AnsweredBy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages as a browser without scripts gets them, and what they cost. */
class DashboardTest {

    private final RunningService service = RunningService.shared();
    private final RequestSink sink = service.context.getBean(RequestSink.class);
    private final String organization = "pages-" + System.nanoTime();
    private final TestBrowser browser = service.browser();
    private CommandLine tina = new CommandLine(service);
    private CommandLine umar = new CommandLine(service);

    @BeforeEach
    void people() {
        // Signing in is limited by the minute, and each test signs several people in.
        service.clock.forward(Duration.ofMinutes(1));
        service.github.person("tina", organization);
        service.github.person("umar", organization);
        tina = CommandLine.loggedIn(service, "tina", organization);
        umar = CommandLine.loggedIn(service, "umar", organization);
        browser.signIn("tina", organization, "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/clusters", "/audit", "/api-keys"})
    void emptyPagesTeachTheNextCommand(String path) {
        HttpResponse<String> page = browser.get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).containsPattern("class=\"empty[ \"]").contains("<code>telepresence");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/clusters", "/audit", "/settings", "/api-keys", "/intercepts/{id}", "/?q=row"})
    void statementsDoNotGrowWithTheRows(String path) {
        CommandLine.Registered first = fill(1);
        String real = path.replace("{id}", first.interceptId());
        browser.get(real);
        List<String> few = service.sql.of(() -> browser.get(real));
        fill(20);
        List<String> many = service.sql.of(() -> browser.get(real));
        assertThat(many).as(String.join("\n", many)).hasSameSizeAs(few);
        // Session, membership, person, organization: four for every page. The list: mine, others, count, rows,
        // previews, owners,
        // clusters, settings (twice: may one share, and for how long).
        assertThat(many.size()).as(String.join("\n", many)).isBetween(5, 14);
    }

    @Test
    void listBeginsWithOnesOwnAndGoesOnPageByPage() {
        Stream.of(1, 2).forEach(i -> tina.register("mine-" + i + "-end"));
        String cluster = umar.register("theirs-0-end").clusterId();
        for (int i = 1; i < 37; i++) {
            CommandLine.json(
                    umar.call("POST", "/api/v1/intercepts", CommandLine.registration(cluster, "theirs-" + i + "-end")));
        }
        String page = browser.get("/").body();
        assertThat(page).contains("39 in " + organization);
        assertThat(page.indexOf("mine-2-end"))
                .isPositive()
                .isLessThan(page.indexOf("mine-1-end"))
                .isLessThan(page.indexOf("theirs-36-end"));
        assertThat(page).contains("theirs-19-end").doesNotContain("theirs-18-end");
        String older =
                page.replaceFirst("(?s).*href=\"([^\"]+)\">Older.*", "$1").replace("&amp;", "&");
        String second = browser.get(older).body();
        assertThat(second)
                .contains("theirs-18-end", "theirs-0-end")
                .doesNotContain("theirs-19-end", "mine-1-end", "Older");
        assertThat(browser.get("/?q=THEIRS-3").body())
                .contains("8 found in")
                .contains("theirs-3-end", "theirs-30-end")
                .doesNotContain("theirs-29-end");
        assertThat(browser.get("/?q=tina+waiting").body())
                .contains("2 found in")
                .contains("mine-1-end");
        assertThat(browser.get("/?q=100%25").body()).contains("No intercept has");
        assertThat(browser.get("/?after=nowhere").statusCode()).isEqualTo(400);
    }

    @Test
    void oneInterceptShowsWhatHappenedToIt() {
        CommandLine.Registered intercept = umar.register("told-" + System.nanoTime());
        umar.preview(intercept.interceptId());
        String page = browser.get("/intercepts/" + intercept.interceptId()).body();
        assertThat(page)
                .contains("UMAR made the intercept told-", "UMAR made a preview URL of told-", "None yet")
                .contains("UMAR (umar)", "ingress.default:80", "laptop, 127.0.0.1:9000");
        service.github.person("vera", "elsewhere");
        TestBrowser stranger = service.browser();
        assertThat(stranger.signIn("vera", "elsewhere", "/intercepts/" + intercept.interceptId())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void requestsShowAsTheyComeWithoutTheirQueries() {
        CommandLine.Registered intercept = tina.register("asked-" + System.nanoTime());
        tina.preview(intercept.interceptId());
        seen(intercept, "/before?token=secret", 200, AnsweredBy.LAPTOP);

        String page = browser.get("/intercepts/" + intercept.interceptId()).body();
        assertThat(page).contains("/before", ">Laptop<", "1 request a minute").doesNotContain("secret");
        String path = page.replaceFirst("(?s).*data-requests=\"([^\"]+)\".*", "$1");
        assertThat(path).endsWith("?after=1");
        List<String> events = follow(path);
        seen(intercept, "/after?token=secret", 502, AnsweredBy.CLUSTER);
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(String.join("\n", events))
                        .contains("event:requests", "\"path\":\"/after\"", "\"status\":\"502\"", "\"by\":\"Cluster\"")
                        .doesNotContain("/before", "secret"));

        String api = tina.get("/api/v1/intercepts/" + intercept.interceptId() + "/requests")
                .body();
        assertThat(api).contains("\"path\":\"/before\"", "\"answeredBy\":\"LAPTOP\"", "\"number\":2");
        assertThat(browser.get("/traffic?ids=" + intercept.interceptId()).body())
                .contains("hx-swap-oob", "traffic-" + intercept.interceptId());

        service.github.person("vera", "elsewhere");
        CommandLine vera = CommandLine.loggedIn(service, "vera", "elsewhere");
        assertThat(vera.get("/api/v1/intercepts/" + intercept.interceptId() + "/requests")
                        .statusCode())
                .isEqualTo(404);
        TestBrowser stranger = service.browser();
        stranger.signIn("vera", "elsewhere", "/");
        assertThat(stranger.get(path).statusCode()).isEqualTo(404);
        assertThat(stranger.get("/traffic?ids=" + intercept.interceptId()).body())
                .doesNotContain(intercept.interceptId());
    }

    @Test
    void clustersTellSinceWhenTheyAreConnected() {
        CommandLine.Registered cluster = tina.register("reported-" + System.nanoTime());
        assertThat(browser.get("/clusters").body()).contains(">New<", "has not reported yet");
        CommandLine manager = new CommandLine(service);
        manager.accessToken = cluster.clusterToken();
        report(manager, cluster);
        service.clock.forward(Duration.ofSeconds(60));
        report(manager, cluster);
        assertThat(browser.get("/clusters").body()).contains(">Connected<", "1 min", "1.2.3");
        service.clock.forward(Duration.ofSeconds(120));
        assertThat(browser.get("/clusters").body()).contains(">Silent<").doesNotContain("Connected since");
        report(manager, cluster);
        assertThat(CommandLine.json(tina.get("/api/v1/clusters"))
                        .path("items")
                        .get(0)
                        .path("state")
                        .asString())
                .isEqualTo("CONNECTED");
    }

    @Test
    void revokedTokenEndsUntilSomebodyConnectsAgain() {
        CommandLine.Registered cluster = tina.register("revoked-" + System.nanoTime());
        CommandLine manager = new CommandLine(service);
        manager.accessToken = cluster.clusterToken();
        report(manager, cluster);
        HttpResponse<String> page = browser.get("/clusters");

        HttpResponse<String> revoked =
                browser.follow(browser.post("/clusters/" + cluster.clusterId() + "/revoke", page, Map.of()));

        assertThat(revoked.body())
                .contains("The token was revoked", ">Revoked<")
                .doesNotContain("Revoke token");
        assertThat(manager.call("PUT", "/api/v1/clusters/" + cluster.clusterId() + "/report", REPORT)
                        .statusCode())
                .isEqualTo(401);
        HttpResponse<String> replaced = browser.post("/clusters/" + cluster.clusterId() + "/token", page, Map.of());
        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(replaced.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        manager.accessToken = replaced.body().replaceFirst("(?s).*--from-literal=token=([\\w-]+).*", "$1");
        report(manager, cluster);
        assertThat(browser.get("/clusters").body()).contains(">Connected<");
        assertThat(tina.call("DELETE", "/api/v1/clusters/" + cluster.clusterId() + "/token", null)
                        .statusCode())
                .isEqualTo(204);
        service.github.person("vera", "elsewhere");
        assertThat(CommandLine.loggedIn(service, "vera", "elsewhere")
                        .call("DELETE", "/api/v1/clusters/" + cluster.clusterId() + "/token", null)
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/clusters", "/audit", "/settings", "/api-keys"})
    void pagesAllowNothingInlineAndNoOtherOrigin(String path) {
        fill(1);
        HttpResponse<String> page = browser.get(path);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body())
                .doesNotContainPattern("<script(?![^>]*\\bsrc=)")
                .doesNotContainPattern("\\son[a-z]+=\"")
                .doesNotContain("<style", " style=");
        List<String> scripts = page.body()
                .lines()
                .filter(line -> line.contains("<script ") || line.contains("rel=\"stylesheet\""))
                .map(line -> line.replaceFirst(".*(?:src|href)=\"([^\"]+)\".*", "$1"))
                .toList();
        assertThat(scripts).isNotEmpty().allSatisfy(address -> {
            assertThat(address).startsWith("/");
            assertThat(browser.get(address).statusCode()).as(address).isEqualTo(200);
        });
    }

    @Test
    void styleAndScriptsAreSmall() throws Exception {
        assertThat(size("/assets/dashboard.css")).isLessThan(20_000);
        assertThat(size("/assets/dashboard.js") + size("/webjars/htmx.org/2.0.7/dist/htmx.min.js"))
                .isLessThan(30_000);
    }

    private static final Map<String, Object> REPORT = Map.of("managerVersion", "1.2.3", "intercepts", List.of());

    private static void report(CommandLine manager, CommandLine.Registered cluster) {
        CommandLine.json(manager.call("PUT", "/api/v1/clusters/" + cluster.clusterId() + "/report", REPORT));
    }

    @Test
    void keysAreMadeShownOnceAndRevoked() {
        HttpResponse<String> page = browser.get("/api-keys");
        HttpResponse<String> made =
                browser.post("/api-keys", page, Map.of("name", "deploy", "scope", "intercepts", "days", "7"));
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        String key = made.body().replaceFirst("(?s).*<code>(icpt_\\w+)</code>.*", "$1");
        CommandLine machine = new CommandLine(service);
        machine.accessToken = key;
        assertThat(machine.get("/api/v1/me").statusCode()).isEqualTo(200);
        assertThat(machine.get("/api/v1/api-keys").statusCode()).isEqualTo(403);

        HttpResponse<String> list = browser.get("/api-keys");
        assertThat(list.body())
                .contains("deploy", key.substring(0, 13), "expires in 7 d", "used 0 s ago")
                .doesNotContain(key);
        String revoke = list.body().replaceFirst("(?s).*action=\"(/api-keys/[0-9a-f-]+/revoke)\".*", "$1");
        assertThat(browser.follow(browser.post(revoke, list, Map.of())).body()).contains("The key was revoked");
        assertThat(machine.get("/api/v1/me").statusCode()).isEqualTo(401);

        assertThat(browser.post("/api-keys", page, Map.of("name", " ", "scope", "read", "days", "7"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.post("/api-keys", page, Map.of("name", "x", "days", "7"))
                        .body())
                .contains("tick one box at least");
        assertThat(browser.post("/api-keys", page, Map.of("name", "x", "scope", "read", "days", "9999"))
                        .statusCode())
                .isEqualTo(400);
    }

    private CommandLine.Registered fill(int count) {
        CommandLine.Registered last = new CommandLine.Registered("", "", "");
        for (int i = 0; i < count; i++) {
            last = (i % 2 == 0 ? tina : umar).register("row-" + System.nanoTime());
            tina.preview(last.interceptId());
        }
        return last;
    }

    private void seen(CommandLine.Registered intercept, String path, int status, AnsweredBy by) {
        sink.seen(new SeenRequest(
                intercept.interceptId(), service.clock.instant(), "GET", path, status, Duration.ofMillis(12), by));
    }

    /** The lines of a stream, as they come. */
    private List<String> follow(String path) {
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url + path))
                .header("Cookie", TestBrowser.header(browser.cookies))
                .build();
        Thread.ofVirtual().start(() -> {
            try (HttpClient client = HttpClient.newHttpClient();
                    Stream<String> body =
                            client.send(request, BodyHandlers.ofLines()).body()) {
                body.forEach(lines::add);
            } catch (Exception e) {
                lines.add(e.toString());
            }
        });
        await().untilAsserted(() -> assertThat(lines).contains(":connected"));
        return lines;
    }

    /** What crosses the network. */
    private int size(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(service.url + path))
                    .header("Accept-Encoding", "gzip")
                    .build();
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body().length;
        }
    }
}
