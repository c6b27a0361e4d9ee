package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.cloud.previews.PreviewDirectory;
import dev.intercepts.cloud.previews.PublicPreviews;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who may make previews public, for how long, and how all of them are closed. */
class SharingTest {

    private static final String SETTINGS = "/api/v1/organization/settings";

    private final RunningService service = RunningService.shared();
    private final PreviewDirectory directory = service.context.getBean(PreviewDirectory.class);
    private final String organization = "sharing-" + System.nanoTime();
    private CommandLine olga = new CommandLine(service);
    private CommandLine paul = new CommandLine(service);
    private CommandLine.Registered intercept = new CommandLine.Registered("", "", "");
    private String label = "";

    @BeforeEach
    void people() {
        // Signing in is limited by the minute, and each test signs several people in.
        service.clock.forward(Duration.ofMinutes(1));
        service.github.person("olga", organization);
        service.github.owner("olga");
        service.github.person("paul", organization);
        olga = CommandLine.loggedIn(service, "olga", organization);
        paul = CommandLine.loggedIn(service, "paul", organization);
        intercept = paul.register("shared-" + System.nanoTime());
        label = label(paul.preview(intercept.interceptId()));
    }

    @Test
    void everybodyMaySharePreviewsAtFirst() {
        JsonNode settings = CommandLine.json(paul.get(SETTINGS));
        assertThat(settings.path("publicPreviews").asString()).isEqualTo("EVERYBODY");
        assertThat(share(paul, null).statusCode()).isEqualTo(200);
        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PUBLIC);
    }

    @Test
    void onlyOwnersChangeTheSettings() {
        HttpResponse<String> refused = paul.call("PUT", SETTINGS, Map.of("publicPreviews", "NOBODY"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("for its owners to change").contains(organization);
        decide("OWNERS", "PT8H");
        JsonNode settings = CommandLine.json(paul.get(SETTINGS));
        assertThat(settings.path("publicPreviews").asString()).isEqualTo("OWNERS");
        assertThat(settings.path("publicFor").asString()).isEqualTo("PT8H");
    }

    @Test
    void ownAccountIsOnesOwn() {
        CommandLine alone = CommandLine.loggedIn(service, "paul", "paul");
        assertThat(alone.call("PUT", SETTINGS, Map.of("publicPreviews", "NOBODY"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(CommandLine.json(paul.get(SETTINGS)).path("publicPreviews").asString())
                .isEqualTo("EVERYBODY");
    }

    @Test
    void ownersOnlyMeansOwnersOnly() {
        decide("OWNERS", null);
        HttpResponse<String> refused = share(paul, null);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("allows only its owners");
        assertThat(put(paul, Map.of("access", "PUBLIC")).statusCode()).isEqualTo(403);
        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PRIVATE);

        assertThat(share(olga, null).statusCode()).isEqualTo(200);
        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PUBLIC);
    }

    @Test
    void nobodyMeansNotEvenOwnersAndWhatIsPublicCanStillBeClosed() {
        share(paul, null);
        decide("NOBODY", null);
        assertThat(share(olga, "PT1H").body()).contains("allows nobody");
        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PUBLIC);
        assertThat(patch(paul, Map.of("access", "PRIVATE")).statusCode()).isEqualTo(200);
        assertThat(share(paul, null).statusCode()).isEqualTo(403);
    }

    @Test
    void publicPreviewBecomesPrivateWhenItsTimeIsOver() {
        decide("EVERYBODY", "PT8H");
        JsonNode view = CommandLine.json(share(paul, null));
        Instant until = Instant.parse(view.path("publicUntil").asString());
        assertThat(until)
                .isBetween(
                        service.clock.instant().plus(Duration.ofMinutes(479)),
                        service.clock.instant().plus(Duration.ofMinutes(481)));
        var before = directory.find(label).orElseThrow();
        assertThat(directory.find(label).orElseThrow()).isSameAs(before);

        forward(Duration.ofHours(8));

        // At once for visitors and for the API, before anything is written down.
        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PRIVATE);
        assertThat(preview().path("access").asString()).isEqualTo("PRIVATE");
        await().untilAsserted(() -> assertThat(audit("PREVIEW_MADE_PRIVATE")).contains("its time was over"));
        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PRIVATE);
        assertThat(share(paul, "PT1H").statusCode()).isEqualTo(200);
        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PUBLIC);
    }

    @Test
    void timeIsOverAfterARestartToo() {
        share(paul, "PT1H");
        // What the service does when it starts: it reads all previews, then looks for those that are overdue.
        forward(Duration.ofMinutes(61));
        service.context.getBean(PublicPreviews.class).closeOverdue();
        assertThat(preview().path("access").asString()).isEqualTo("PRIVATE");
        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PRIVATE);
    }

    @Test
    void durationIsChosenWhenItIsMadePublicAndCanBeChanged() {
        decide("EVERYBODY", "PT8H");
        assertThat(CommandLine.json(share(paul, "unlimited"))
                        .path("publicUntil")
                        .isMissingNode())
                .isTrue();
        forward(Duration.ofDays(400));
        assertThat(preview().path("access").asString()).isEqualTo("PUBLIC");
        assertThat(CommandLine.json(share(paul, "P1D")).path("publicUntil").asString())
                .isNotEmpty();
        // Without a duration what is public already stays as it is: a connector says PUBLIC again at each start.
        String until = preview().path("publicUntil").asString();
        assertThat(CommandLine.json(share(paul, null)).path("publicUntil").asString())
                .isEqualTo(until);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8h", "PT0S", "PT59S", "-PT1H", "P367D", "PT9999999999999999999H", "forever"})
    void durationsThatCannotBeAreRefused(String publicFor) {
        assertThat(share(paul, publicFor).statusCode()).isIn(400, 422);
        assertThat(olga.call("PUT", SETTINGS, Map.of("publicPreviews", "EVERYBODY", "publicFor", publicFor))
                        .statusCode())
                .isIn(400, 422);
        assertThat(preview().path("access").asString()).isEqualTo("PRIVATE");
    }

    @Test
    void oneSwitchClosesEveryPublicPreviewOfTheOrganization() {
        share(paul, null);
        CommandLine.Registered second = olga.register("second-" + System.nanoTime());
        String secondLabel = label(olga.preview(second.interceptId()));
        CommandLine.json(olga.call(
                "PATCH", "/api/v1/intercepts/" + second.interceptId() + "/preview", Map.of("access", "PUBLIC")));
        service.github.person("quinn", "elsewhere");
        CommandLine quinn = CommandLine.loggedIn(service, "quinn", "elsewhere");
        CommandLine.Registered others = quinn.register("others-" + System.nanoTime());
        String othersLabel = label(quinn.preview(others.interceptId()));
        CommandLine.json(quinn.call(
                "PATCH", "/api/v1/intercepts/" + others.interceptId() + "/preview", Map.of("access", "PUBLIC")));

        JsonNode closed = CommandLine.json(paul.call("POST", "/api/v1/organization/public-previews/close", null));

        assertThat(closed.path("closed").asInt()).isEqualTo(2);
        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PRIVATE);
        assertThat(directory.find(secondLabel).orElseThrow().access()).isEqualTo(Access.PRIVATE);
        assertThat(directory.find(othersLabel).orElseThrow().access()).isEqualTo(Access.PUBLIC);
        assertThat(preview().path("access").asString()).isEqualTo("PRIVATE");
        assertThat(audit("PUBLIC_PREVIEWS_CLOSED")).contains("PAUL closed all public previews (2)");
        assertThat(audit("PREVIEW_MADE_PRIVATE")).contains("with all others of");
    }

    @Test
    void pagesChangeTheSettingsWithoutScripts() {
        TestBrowser browser = service.browser();
        HttpResponse<String> page = browser.signIn("olga", organization, "/settings");
        assertThat(page.body()).contains("Who may make previews public?").contains("No preview is public");
        HttpResponse<String> saved = browser.follow(
                browser.post("/settings", page, Map.of("publicPreviewsOf", "OWNERS", "publicFor", "PT8H")));
        assertThat(saved.body())
                .contains("The settings are saved")
                .containsPattern("value=\"OWNERS\" checked")
                .containsPattern("value=\"PT8H\" selected");

        TestBrowser members = service.browser();
        HttpResponse<String> list = members.signIn("paul", organization, "/");
        assertThat(list.body()).contains("Private: members of").doesNotContain("Make public");
        assertThat(members.post("/settings", list, Map.of("publicPreviewsOf", "NOBODY", "publicFor", "PT8H"))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> refused =
                members.post("/intercepts/" + intercept.interceptId() + "/access", list, Map.of("access", "PUBLIC"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("allows only its owners");

        HttpResponse<String> shared = browser.follow(browser.post(
                "/intercepts/" + intercept.interceptId() + "/access",
                saved,
                Map.of("access", "PUBLIC", "publicFor", "PT8H")));
        assertThat(shared.body()).contains("The preview is public").contains("for 8 h more");
        HttpResponse<String> closed = members.follow(members.post("/settings/close-public-previews", list, Map.of()));
        assertThat(closed.body()).contains("One preview is private now").contains("No preview is public");
    }

    @Test
    void preflightsPassWhereTheOwnerSaysSo() {
        assertThat(directory.find(label).orElseThrow().corsPreflights()).isFalse();
        assertThat(CommandLine.json(patch(paul, Map.of("corsPreflights", true)))
                        .path("corsPreflights")
                        .asBoolean())
                .isTrue();
        assertThat(directory.find(label).orElseThrow().corsPreflights()).isTrue();
        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PRIVATE);
        assertThat(audit("PREVIEW_CHANGED")).contains("PAUL let CORS preflights through");
        CommandLine.json(patch(paul, Map.of("corsPreflights", false)));
        assertThat(directory.find(label).orElseThrow().corsPreflights()).isFalse();
    }

    /** Access tokens are late by then. */
    private void forward(Duration duration) {
        service.clock.forward(duration);
        olga = CommandLine.loggedIn(service, "olga", organization);
        paul = CommandLine.loggedIn(service, "paul", organization);
    }

    private void decide(String who, @Nullable String publicFor) {
        Map<String, Object> wanted = new HashMap<>(Map.of("publicPreviews", who));
        if (publicFor != null) {
            wanted.put("publicFor", publicFor);
        }
        CommandLine.json(olga.call("PUT", SETTINGS, wanted));
    }

    private HttpResponse<String> share(CommandLine who, @Nullable String publicFor) {
        return patch(
                who,
                publicFor == null ? Map.of("access", "PUBLIC") : Map.of("access", "PUBLIC", "publicFor", publicFor));
    }

    private HttpResponse<String> patch(CommandLine who, Map<String, Object> change) {
        return who.call("PATCH", "/api/v1/intercepts/" + intercept.interceptId() + "/preview", change);
    }

    private HttpResponse<String> put(CommandLine who, Map<String, Object> change) {
        return who.call("PUT", "/api/v1/intercepts/" + intercept.interceptId() + "/preview", change);
    }

    private JsonNode preview() {
        return CommandLine.json(paul.get("/api/v1/intercepts/" + intercept.interceptId()))
                .path("preview");
    }

    private String audit(String action) {
        HttpResponse<String> entries = paul.get("/api/v1/audit?action=" + action);
        CommandLine.json(entries);
        return entries.body();
    }

    private static String label(JsonNode preview) {
        return URI.create(preview.path("url").asString()).getHost().replaceFirst("\\..*", "");
    }
}
