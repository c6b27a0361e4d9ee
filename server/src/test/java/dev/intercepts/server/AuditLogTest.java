package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.audit.AuditAction;
import dev.intercepts.cloud.audit.AuditTrail;
import dev.intercepts.cloud.intercepts.Intercepts;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** The audit trail: looked through, page by page, and taken away. */
class AuditLogTest {

    private final RunningService service = RunningService.shared();
    private final AuditTrail trail = service.context.getBean(AuditTrail.class);
    private final TransactionOperations transactions = service.context.getBean(TransactionOperations.class);
    private final String organization = "audited-" + System.nanoTime();
    private CommandLine rosa = new CommandLine(service);
    private UUID organizationId = new UUID(0, 0);

    @BeforeEach
    void registered() {
        service.github.person("rosa", organization);
        rosa = CommandLine.loggedIn(service, "rosa", organization);
        CommandLine.Registered intercept = rosa.register("audited");
        organizationId = service.context
                .getBean(Intercepts.class)
                .live(List.of(UUID.fromString(intercept.interceptId())))
                .getFirst()
                .organizationId();
    }

    @Test
    void newestFirstAndOnlyOnesOwn() {
        JsonNode items = CommandLine.json(rosa.get("/api/v1/audit")).path("items");
        assertThat(items.size()).isEqualTo(2);
        assertThat(items.get(0).path("action").asString()).isEqualTo("INTERCEPT_CREATED");
        assertThat(items.get(1).path("text").asString()).isEqualTo("ROSA added the cluster kind");
        service.github.person("sam", "elsewhere");
        assertThat(CommandLine.loggedIn(service, "sam", "elsewhere")
                        .get("/api/v1/audit")
                        .body())
                .doesNotContain("audited");
    }

    @Test
    void filterLooksAtWhoWhatWhenAndWords() {
        record("ada", AuditAction.PREVIEW_MADE_PUBLIC, "Ada made the preview of 100%_sure public");
        record("ben", AuditAction.PREVIEW_REMOVED, "Ben removed the preview of hello");
        assertThat(texts("actor=ada")).containsExactly("Ada made the preview of 100%_sure public");
        assertThat(texts("action=PREVIEW_REMOVED&action=PREVIEW_MADE_PUBLIC")).hasSize(2);
        assertThat(texts("q=PREVIEW+hello")).containsExactly("Ben removed the preview of hello");
        assertThat(texts("q=" + encoded("%_s"))).containsExactly("Ada made the preview of 100%_sure public");
        assertThat(texts("q=" + encoded("0_s"))).isEmpty();
        assertThat(texts("q=" + encoded("\\"))).isEmpty();
        String now = service.clock.instant().toString();
        String before = service.clock.instant().minus(Duration.ofHours(1)).toString();
        assertThat(texts("from=" + before + "&until=" + now)).hasSize(4);
        assertThat(texts("until=" + before)).isEmpty();
        assertThat(rosa.get("/api/v1/audit?action=NOTHING").statusCode()).isEqualTo(400);
        assertThat(rosa.get("/api/v1/audit?cursor=nowhere").statusCode()).isEqualTo(400);
    }

    @Test
    void pagesNeitherRepeatNorLeaveOut() {
        // Several in the same moment: the id decides between them.
        for (int i = 0; i < 25; i++) {
            record("ada", AuditAction.PREVIEW_CHANGED, "entry " + i);
        }
        List<String> seen = new ArrayList<>();
        String next = "";
        int pages = 0;
        do {
            JsonNode page = CommandLine.json(rosa.get("/api/v1/audit?limit=10&actor=ada" + next));
            page.path("items").forEach(item -> seen.add(item.path("text").asString()));
            next = page.path("next").isString()
                    ? "&cursor=" + encoded(page.path("next").asString())
                    : "";
            pages++;
            record("eve", AuditAction.PREVIEW_CHANGED, "comes in between");
        } while (!next.isEmpty());
        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"})
    void spreadsheetsTakeNothingForAFormula(String text) {
        record("ada", AuditAction.PREVIEW_CHANGED, text);
        HttpResponse<String> csv = rosa.get("/api/v1/audit/export?format=CSV&actor=ada");
        assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv;charset=utf-8");
        assertThat(csv.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment")
                .contains(".csv");
        assertThat(csv.body()).startsWith("at,actor,action,subject,text\r\n").endsWith(",\"'" + text + "\"\r\n");
    }

    @Test
    void exportHoldsAllOfIt() {
        transactions.executeWithoutResult(status -> {
            for (int i = 0; i < 1_203; i++) {
                trail.record(organizationId, "ada", AuditAction.PREVIEW_CHANGED, organizationId, "say \"hi\", " + i);
            }
        });
        HttpResponse<String> lines = rosa.get("/api/v1/audit/export?format=JSON_LINES&actor=ada");
        assertThat(lines.headers().firstValue("Content-Type")).hasValue("application/x-ndjson;charset=utf-8");
        assertThat(lines.body().lines())
                .hasSize(1_203)
                .allSatisfy(line -> assertThat(
                                CommandLine.JSON.readTree(line).path("actor").asString())
                        .isEqualTo("ada"));
        assertThat(rosa.get("/api/v1/audit/export?format=CSV&actor=ada").body().lines())
                .hasSize(1_204)
                .element(1)
                .satisfies(line -> assertThat(line).contains(",\"say \"\"hi\"\", "));
    }

    @Test
    void pageFiltersAndGoesOn() {
        for (int i = 0; i < 60; i++) {
            record("ada", AuditAction.PREVIEW_CHANGED, "entry-" + i + "-");
        }
        TestBrowser browser = service.browser();
        HttpResponse<String> page = browser.signIn("rosa", organization, "/audit?who=ada&q=entry&to=" + today());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("entry-59-").doesNotContain("entry-5-").contains("value=\"ada\"");
        String older = page.body()
                .replaceFirst("(?s).*href=\"([^\"]+)\">Older.*", "$1")
                .replace("&amp;", "&");
        assertThat(older).startsWith("/audit?who=ada&").contains("q=entry", "to=", "after=");
        assertThat(browser.get(older).body()).contains("entry-5-").doesNotContain("entry-59-");
        String csv = page.body()
                .replaceFirst("(?s).*href=\"([^\"]+)\"[^>]*>CSV.*", "$1")
                .replace("&amp;", "&");
        assertThat(browser.get(csv).body().lines()).hasSize(61);
        assertThat(browser.get("/audit?q=nothing-like-it").body()).contains("No entry fits");
        assertThat(browser.get("/audit?from=yesterday").statusCode()).isEqualTo(400);
    }

    private String today() {
        return LocalDate.ofInstant(service.clock.instant(), ZoneOffset.UTC).toString();
    }

    private List<String> texts(String query) {
        List<String> texts = new ArrayList<>();
        CommandLine.json(rosa.get("/api/v1/audit?" + query))
                .path("items")
                .forEach(item -> texts.add(item.path("text").asString()));
        return texts;
    }

    private void record(String actor, AuditAction action, String text) {
        transactions.executeWithoutResult(status -> trail.record(organizationId, actor, action, organizationId, text));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
