package dev.intercepts.dashboard.audit;

import dev.intercepts.cloud.audit.AuditAction;
import dev.intercepts.cloud.audit.AuditDownload;
import dev.intercepts.cloud.audit.AuditExport;
import dev.intercepts.cloud.audit.AuditLine;
import dev.intercepts.cloud.audit.AuditLine.Position;
import dev.intercepts.cloud.audit.AuditLog;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.dashboard.words.Moment;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/** Who did what, to be looked through and to be taken away as a file. */
@Controller
class AuditPages {

    private static final int PAGE = 50;

    private final AuditLog log;
    private final AuditDownload download;
    private final Clock clock;

    AuditPages(AuditLog log, AuditDownload download, Clock clock) {
        this.log = log;
        this.download = download;
        this.clock = clock;
    }

    @GetMapping("/audit")
    String page(
            Person person, Model model, AuditFilter filter, @RequestParam(required = false) @Nullable String after) {
        List<AuditLine> found = log.page(person.organizationId(), filter.query(), position(after), PAGE + 1);
        boolean more = found.size() > PAGE;
        List<AuditLine> lines = more ? found.subList(0, PAGE) : found;
        Instant now = clock.instant();
        model.addAttribute("person", person);
        model.addAttribute("at", "audit");
        model.addAttribute("filter", filter);
        model.addAttribute("filtered", !filter.empty());
        model.addAttribute("first", after == null);
        model.addAttribute(
                "actions",
                Arrays.stream(AuditAction.values())
                        .map(action -> new Action(action.name(), words(action), action == filter.what()))
                        .toList());
        model.addAttribute(
                "lines",
                lines.stream()
                        .map(line ->
                                new Line(Moment.of(line.at(), now), line.actor(), words(line.action()), line.text()))
                        .toList());
        model.addAttribute(
                "older",
                more
                        ? link("/audit", filter)
                                .queryParam("after", lines.getLast().position().token())
                                .encode()
                                .toUriString()
                        : null);
        UriComponentsBuilder here = link("/audit", filter);
        if (after != null) {
            here.queryParam("after", after);
        }
        model.addAttribute("here", here.encode().toUriString());
        model.addAttribute("csv", export(filter, AuditExport.CSV));
        model.addAttribute("jsonLines", export(filter, AuditExport.JSON_LINES));
        return "audit";
    }

    @GetMapping("/audit/export")
    void export(Person person, AuditFilter filter, @RequestParam AuditExport format, HttpServletResponse response)
            throws IOException {
        download.send(person.organizationId(), person.organization(), filter.query(), format, response);
    }

    private static String export(AuditFilter filter, AuditExport format) {
        return link("/audit/export", filter)
                .queryParam("format", format)
                .encode()
                .toUriString();
    }

    private static UriComponentsBuilder link(String path, AuditFilter filter) {
        UriComponentsBuilder link = UriComponentsBuilder.fromPath(path);
        filter.parameters().forEach(link::queryParam);
        return link;
    }

    private static @Nullable Position position(@Nullable String after) {
        try {
            return after == null ? null : Position.parse(after);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }

    /** {@code PREVIEW_MADE_PUBLIC} is {@code Preview made public}. */
    static String words(AuditAction action) {
        String words = action.name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("api key", "API key");
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** A choice of the filter. */
    record Action(String value, String words, boolean chosen) {}

    /** An entry. */
    record Line(Moment moment, String actor, String action, String text) {}
}
