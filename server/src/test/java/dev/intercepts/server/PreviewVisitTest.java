package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.previews.PreviewDirectory;
import dev.intercepts.cloud.previews.PreviewTarget;
import dev.intercepts.cloud.previews.VisitorHandoff;
import dev.intercepts.cloud.previews.VisitorHandoff.Visit;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a visitor of a private preview is let in, and what does not let one in. */
class PreviewVisitTest {

    private static final String NONCE = "a-nonce-of-the-visitors-browser";

    private final RunningService service = RunningService.shared();
    private final VisitorHandoff handoff = service.context.getBean(VisitorHandoff.class);
    private final PreviewDirectory directory = service.context.getBean(PreviewDirectory.class);
    private CommandLine kate = new CommandLine(service);
    private CommandLine.Registered intercept = new CommandLine.Registered("", "", "");
    private String label = "";

    @BeforeEach
    void preview() {
        service.github.person("kate", "acme");
        service.github.person("liam", "acme");
        service.github.person("mallory", "globex");
        kate = CommandLine.loggedIn(service, "kate", "acme");
        intercept = kate.register("visited-" + System.nanoTime());
        String url = kate.preview(intercept.interceptId()).path("url").asString();
        label = URI.create(url).getHost().replaceFirst("\\..*", "");
    }

    @Test
    void labelIsUnguessableAndPrivateAtFirst() {
        assertThat(label).matches("[a-z2-7]{26}");
        assertThat(target().access()).isEqualTo(Access.PRIVATE);
        assertThat(target().ownerName()).isEqualTo("KATE");
    }

    @Test
    void colleagueIsHandedOver() {
        Visit visit = redeem(code("liam", "acme"), label, NONCE).orElseThrow();
        assertThat(visit.returnPath()).isEqualTo("/cart?a=1&b=2");
        assertThat(handoff.find(visit.sessionToken()).orElseThrow().userId()).isEqualTo(visit.userId());
        assertThat(handoff.mayVisit(visit, target())).isTrue();
    }

    @Test
    void codeIsGoodOnceForItsPreviewAndItsBrowserOnly() {
        String used = code("liam", "acme");
        assertThat(redeem(used, label, NONCE)).isPresent();
        assertThat(redeem(used, label, NONCE)).isEmpty();
        assertThat(redeem(code("liam", "acme"), label, "another-nonce")).isEmpty();
        assertThat(redeem(code("liam", "acme"), "a".repeat(26), NONCE)).isEmpty();
        assertThat(redeem("made-up", label, NONCE)).isEmpty();
    }

    @Test
    void codeIsLateAfterAMinute() {
        String code = code("liam", "acme");
        service.clock.forward(Duration.ofSeconds(61));
        assertThat(redeem(code, label, NONCE)).isEmpty();
    }

    @Test
    void memberOfAnotherOrganizationGetsNoCode() {
        HttpResponse<String> refused = service.browser().signIn("mallory", "globex", loginPath("/"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("acme");
    }

    @Test
    void visitIsForOnePreviewAndEndsWithTheMembership() {
        Visit visit = redeem(code("liam", "acme"), label, NONCE).orElseThrow();
        CommandLine.Registered other = kate.register("other-" + System.nanoTime());
        String otherUrl = kate.preview(other.interceptId()).path("url").asString();
        PreviewTarget otherTarget = directory
                .find(URI.create(otherUrl).getHost().replaceFirst("\\..*", ""))
                .orElseThrow();
        assertThat(handoff.mayVisit(visit, otherTarget)).isFalse();
        assertThat(handoff.find(visit.sessionToken() + "x")).isEmpty();

        service.github.person("liam");
        service.clock.forward(Duration.ofMinutes(61));

        assertThat(handoff.mayVisit(visit, target())).isFalse();
    }

    @Test
    void signingOutOfTheDashboardEndsVisits() {
        TestBrowser browser = service.browser();
        HttpResponse<String> page = browser.signIn("liam", "acme", "/");
        Visit visit = redeem(codeOf(browser.follow(browser.get(loginPath("/")))), label, NONCE)
                .orElseThrow();

        browser.post("/logout", page, Map.of());

        assertThat(handoff.find(visit.sessionToken())).isEmpty();
    }

    @Test
    void returnPathStaysOnThePreviewsHost() {
        TestBrowser browser = service.browser();
        browser.signIn("liam", "acme", "/");
        String code = codeOf(browser.follow(browser.get(loginPath("//evil.example/"))));
        assertThat(redeem(code, label, NONCE).orElseThrow().returnPath()).isEqualTo("/");
    }

    @Test
    void changesAreInTheDirectoryAtOnce() {
        String path = "/api/v1/intercepts/" + intercept.interceptId();
        CommandLine.json(kate.call("PATCH", path + "/preview", Map.of("access", "PUBLIC")));
        assertThat(target().access()).isEqualTo(Access.PUBLIC);
        CommandLine.json(kate.call("PATCH", path + "/preview", Map.of("access", "PRIVATE")));
        assertThat(target().access()).isEqualTo(Access.PRIVATE);

        assertThat(kate.call("DELETE", path + "/preview", null).statusCode()).isEqualTo(204);

        assertThat(directory.find(label)).isEmpty();
    }

    private Optional<Visit> redeem(String code, String host, String nonce) {
        return handoff.redeem(code, host, List.of("another-logins-nonce", nonce))
                .map(VisitorHandoff.Redeemed::visit);
    }

    private PreviewTarget target() {
        return directory.find(label).orElseThrow();
    }

    private String loginPath(String returnPath) {
        return handoff.loginUrl(label, NONCE, returnPath).toString();
    }

    private String code(String login, String organization) {
        return codeOf(service.browser().signIn(login, organization, loginPath("/cart?a=1&b=2")));
    }

    private String codeOf(HttpResponse<String> back) {
        String location = TestBrowser.location(back);
        assertThat(location)
                .as(back.body())
                .contains("://" + label + ".")
                .contains(VisitorHandoff.RETURN_PATH + "?code=");
        return location.substring(location.indexOf("code=") + 5);
    }
}
