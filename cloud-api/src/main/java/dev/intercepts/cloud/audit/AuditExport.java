package dev.intercepts.cloud.audit;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Entries of the audit trail as lines of a file. */
public enum AuditExport {

    /** Comma-separated values (RFC 4180), with a heading. */
    CSV("text/csv", "csv") {
        @Override
        public String heading() {
            return "at,actor,action,subject,text\r\n";
        }

        @Override
        public String line(AuditLine line) {
            return List.of(
                                    line.at().toString(),
                                    line.actor(),
                                    line.action().name(),
                                    line.subjectId().toString(),
                                    line.text())
                            .stream()
                            .map(AuditExport::field)
                            .collect(Collectors.joining(","))
                    + "\r\n";
        }
    },

    /** A JSON object a line. */
    JSON_LINES("application/x-ndjson", "jsonl") {
        @Override
        public String heading() {
            return "";
        }

        @Override
        public String line(AuditLine line) {
            return JSON.writeValueAsString(line) + "\n";
        }
    };

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String mediaType;
    private final String extension;

    AuditExport(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    /** Without a character set: all are UTF-8. */
    public String mediaType() {
        return mediaType;
    }

    /** What such a file's name ends with. */
    public String extension() {
        return extension;
    }

    /** What comes before the first line. */
    public abstract String heading();

    /** One entry, with its line end. */
    public abstract String line(AuditLine line);

    /**
     * A field, quoted. A spreadsheet takes what begins with one of these for a formula, and names of intercepts are for anyone to
     * choose: an apostrophe before it makes it text (OWASP, CSV injection).
     */
    private static String field(String value) {
        boolean formula = !value.isEmpty() && "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20".indexOf(value.charAt(0)) >= 0;
        return '"' + (formula ? "'" : "") + value.replace("\"", "\"\"") + '"';
    }
}
