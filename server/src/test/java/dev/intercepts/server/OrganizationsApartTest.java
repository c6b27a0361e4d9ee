package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What one organization has, another neither sees nor changes. */
class OrganizationsApartTest {

    private final RunningService service = RunningService.shared();
    private CommandLine ivan = new CommandLine(service);
    private CommandLine judy = new CommandLine(service);

    @BeforeEach
    void people() {
        service.github.person("ivan", "acme");
        service.github.person("judy", "globex");
        ivan = CommandLine.loggedIn(service, "ivan", "acme");
        judy = CommandLine.loggedIn(service, "judy", "globex");
    }

    @Test
    void interceptsAreSeenByTheirOrganizationOnly() {
        CommandLine.Registered acme = ivan.register("apart-a");
        ivan.preview(acme.interceptId());
        String path = "/api/v1/intercepts/" + acme.interceptId();
        assertThat(ivan.get(path).statusCode()).isEqualTo(200);

        assertThat(judy.get(path).statusCode()).isEqualTo(404);
        assertThat(judy.get("/api/v1/intercepts").body()).doesNotContain(acme.interceptId());
        List<HttpResponse<String>> attempts = List.of(
                judy.call("DELETE", path, null),
                judy.call("DELETE", path + "/preview", null),
                judy.call("PATCH", path + "/preview", Map.of("access", "PUBLIC")),
                judy.call(
                        "PUT", path + "/preview", Map.of("ingress", Map.of("host", "evil", "port", 80, "tls", false))),
                judy.call("POST", "/api/v1/clusters/" + acme.clusterId() + "/token", null));
        assertThat(attempts)
                .allSatisfy(attempt -> assertThat(attempt.statusCode())
                        .as(attempt.request().method() + " " + attempt.uri())
                        .isEqualTo(404));
        assertThat(judy.call("POST", "/api/v1/intercepts", CommandLine.registration(acme.clusterId(), "theirs"))
                        .statusCode())
                .isEqualTo(422);

        JsonNode after = CommandLine.json(ivan.get(path));
        assertThat(after.path("preview").path("access").asString()).isEqualTo("PRIVATE");
        assertThat(after.path("preview").path("ingress").path("host").asString())
                .isEqualTo("ingress.default");
    }

    @Test
    void pagesChangeNothingOfAnotherOrganization() {
        CommandLine.Registered acme = ivan.register("apart-b");
        ivan.preview(acme.interceptId());
        TestBrowser browser = service.browser();
        HttpResponse<String> page = browser.signIn("judy", "globex", "/");
        assertThat(page.body()).doesNotContain("apart-b");

        String path = "/intercepts/" + acme.interceptId();
        assertThat(browser.post(path + "/access", page, Map.of("access", "PUBLIC"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(browser.post(path + "/preview/remove", page, Map.of()).statusCode())
                .isEqualTo(404);
        HttpResponse<String> deleted = browser.follow(browser.post(path + "/delete", page, Map.of()));
        assertThat(deleted.body()).contains("had ended already");

        assertThat(CommandLine.json(ivan.get("/api/v1/intercepts/" + acme.interceptId()))
                        .path("preview")
                        .path("access")
                        .asString())
                .isEqualTo("PRIVATE");
    }

    @Test
    void uplinkTokenIsForItsOwnClusterOnly() {
        CommandLine.Registered acme = ivan.register("apart-c");
        CommandLine.Registered globex = judy.register("apart-c");
        CommandLine manager = new CommandLine(service);
        manager.accessToken = globex.clusterToken();
        Map<String, Object> report = Map.of("managerVersion", "1", "intercepts", List.of());

        assertThat(manager.call("PUT", "/api/v1/clusters/" + acme.clusterId() + "/report", report)
                        .statusCode())
                .isEqualTo(401);
        assertThat(manager.call("PUT", "/api/v1/clusters/" + globex.clusterId() + "/report", report)
                        .statusCode())
                .isEqualTo(200);
        assertThat(manager.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void reportOfOneClusterSaysNothingOfAnothersIntercepts() {
        CommandLine.Registered acme = ivan.register("apart-d");
        CommandLine.Registered globex = judy.register("apart-d");
        CommandLine manager = new CommandLine(service);
        manager.accessToken = globex.clusterToken();
        Map<String, Object> claim = Map.of(
                "id", acme.interceptId(), "namespace", "default", "name", "apart-d", "state", "ACTIVE", "message", "");

        CommandLine.json(manager.call(
                "PUT",
                "/api/v1/clusters/" + globex.clusterId() + "/report",
                Map.of("managerVersion", "1", "intercepts", List.of(claim))));

        assertThat(CommandLine.json(ivan.get("/api/v1/intercepts/" + acme.interceptId()))
                        .path("state")
                        .asString())
                .isEqualTo("WAITING");
    }
}
