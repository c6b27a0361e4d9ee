package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard's pages as a browser loads them, and as htmx asks for their parts. */
class DashboardPagesTest {

    private static final Pattern PARTS = Pattern.compile("(?:src|href)=\"(/[^\"#]*)\"");

    private final RunningService service = RunningService.shared();

    @Test
    void everythingThatThePageLoadsIsThere() {
        service.github.person("nina", "acme");
        TestBrowser browser = service.browser();
        HttpResponse<String> page = browser.signIn("nina", "acme", "/");

        List<String> parts = PARTS.matcher(page.body())
                .results()
                .map((MatchResult part) -> part.group(1))
                .distinct()
                .toList();

        assertThat(parts).anyMatch(part -> part.contains("htmx")).anyMatch(part -> part.endsWith("/dashboard.js"));
        assertThat(parts)
                .allSatisfy(part -> assertThat(browser.get(part).statusCode()).isEqualTo(200));
    }

    @Test
    void scriptGetsTheChangedRowAlone() {
        service.github.person("oscar", "acme");
        CommandLine oscar = CommandLine.loggedIn(service, "oscar", "acme");
        CommandLine.Registered intercept = oscar.register("row-alone");
        oscar.preview(intercept.interceptId());
        TestBrowser browser = service.browser();
        HttpResponse<String> page = browser.signIn("oscar", "acme", "/");

        HttpResponse<String> row = browser.post(
                "/intercepts/" + intercept.interceptId() + "/access",
                page,
                Map.of("access", "PUBLIC"),
                Map.of("HX-Request", "true"));

        assertThat(row.statusCode()).isEqualTo(200);
        assertThat(row.body().strip())
                .startsWith("<article")
                .endsWith("</article>")
                .contains("row-alone", "Public: anyone with the link");
    }
}
