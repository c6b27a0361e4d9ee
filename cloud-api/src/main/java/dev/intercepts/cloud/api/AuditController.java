package dev.intercepts.cloud.api;

import dev.intercepts.cloud.audit.AuditAction;
import dev.intercepts.cloud.audit.AuditDownload;
import dev.intercepts.cloud.audit.AuditExport;
import dev.intercepts.cloud.audit.AuditLine;
import dev.intercepts.cloud.audit.AuditLine.Position;
import dev.intercepts.cloud.audit.AuditLog;
import dev.intercepts.cloud.audit.AuditQuery;
import dev.intercepts.cloud.identity.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit trail of the organization that the token was made for. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {

    private final AuditLog log;
    private final AuditDownload download;

    AuditController(AuditLog log, AuditDownload download) {
        this.log = log;
        this.download = download;
    }

    /**
     * Newest first.
     *
     * @param actor a login
     * @param action what was done, several by repeating it
     * @param from not before, RFC 3339
     * @param until before, RFC 3339
     * @param q words that stand in the text
     * @param subject the intercept, cluster, key or organization that it was done to
     * @param cursor {@code next} of the page before
     */
    @Operation(operationId = "listAudit", summary = "The audit trail, newest first")
    @GetMapping
    PageView<AuditLine> list(
            Person person,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable Set<AuditAction> action,
            @Parameter(schema = @Schema(type = "string", format = "date-time"))
                    @RequestParam(required = false)
                    @Nullable
                    String from,
            @Parameter(schema = @Schema(type = "string", format = "date-time"))
                    @RequestParam(required = false)
                    @Nullable
                    String until,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable UUID subject,
            @RequestParam(defaultValue = PageView.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Cursor last = Cursor.of(cursor);
        List<AuditLine> found = log.page(
                person.organizationId(),
                query(actor, action, from, until, q, subject),
                last == null ? null : new Position(last.createdAt(), last.id()),
                PageView.checked(limit) + 1);
        return PageView.of(found, limit, Function.identity(), line -> new Cursor(line.at(), line.id()));
    }

    /** All of it as a file; {@code format} is {@code CSV} or {@code JSON_LINES}. */
    @Operation(operationId = "exportAudit", summary = "The audit trail as a file")
    @GetMapping(
            path = "/export",
            produces = {"application/x-ndjson", "text/csv"})
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
            })
    void export(
            Person person,
            HttpServletResponse response,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable Set<AuditAction> action,
            @Parameter(schema = @Schema(type = "string", format = "date-time"))
                    @RequestParam(required = false)
                    @Nullable
                    String from,
            @Parameter(schema = @Schema(type = "string", format = "date-time"))
                    @RequestParam(required = false)
                    @Nullable
                    String until,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable UUID subject,
            @RequestParam(defaultValue = "JSON_LINES") AuditExport format)
            throws IOException {
        AuditQuery query = query(actor, action, from, until, q, subject);
        download.send(person.organizationId(), person.organization(), query, format, response);
    }

    private static AuditQuery query(
            @Nullable String actor,
            @Nullable Set<AuditAction> actions,
            @Nullable String from,
            @Nullable String until,
            @Nullable String text,
            @Nullable UUID subject) {
        return new AuditQuery(
                Bounds.search("actor", actor),
                actions == null ? Set.of() : actions,
                time("from", from),
                time("until", until),
                Bounds.search("q", text),
                subject);
    }

    /** RFC 3339; within the years that the database knows, for nothing was done before or after. */
    private static @Nullable Instant time(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant instant = Rfc3339.instant(text);
            return instant.isBefore(Cursor.EARLIEST)
                    ? Cursor.EARLIEST
                    : instant.isAfter(Cursor.LATEST) ? Cursor.LATEST : instant;
        } catch (DateTimeException e) {
            throw new BadRequestException(field + ": " + text + " (expected: RFC 3339, such as 2026-01-31T12:00:00Z)");
        }
    }
}
