package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Views.HeaderLine;
import dev.intercepts.connector.contract.Views.InterceptDetails;
import java.util.ArrayList;
import java.util.List;

/** An intercept as the terminal shows it. */
final class InterceptText {

    private InterceptText() {}

    /** What {@code intercept} prints once it is there. */
    static String render(InterceptDetails intercept) {
        return "Using %s %s%nintercepted%n".formatted(intercept.workloadKind(), intercept.workload())
                + block(intercept);
    }

    /** The aligned block: one field a line, a field's further lines indented below it. */
    static String block(InterceptDetails intercept) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("Intercept name", List.of(intercept.name())));
        fields.add(new Field("State", List.of(state(intercept))));
        fields.add(new Field("Destination", List.of(intercept.destination())));
        if (intercept.servicePort() != null) {
            fields.add(new Field("Service Port Name", List.of(intercept.servicePort())));
        }
        fields.add(new Field("Intercepting", intercepting(intercept)));
        if (intercept.previewUrl() != null) {
            fields.add(new Field("Preview URL", List.of(intercept.previewUrl())));
        }
        if (intercept.layer5Host() != null) {
            fields.add(new Field("Layer 5 Hostname", List.of(intercept.layer5Host())));
        }
        int width =
                fields.stream().mapToInt(field -> field.label().length()).max().orElse(0);
        StringBuilder out = new StringBuilder();
        for (Field field : fields) {
            out.append("    ")
                    .append(pad(field.label(), width))
                    .append(": ")
                    .append(field.lines().getFirst());
            out.append('\n');
            for (String line : field.lines().subList(1, field.lines().size())) {
                out.append("      ").append(line).append('\n');
            }
        }
        return out.toString();
    }

    private static String state(InterceptDetails intercept) {
        boolean plain =
                intercept.state().equals("ACTIVE") || intercept.message().isBlank();
        return plain ? intercept.state() : intercept.state() + " (" + intercept.message() + ")";
    }

    private static List<String> intercepting(InterceptDetails intercept) {
        if (intercept.mechanism().equals("tcp")) {
            return List.of("all TCP connections");
        }
        List<String> conditions = new ArrayList<>();
        for (HeaderLine header : intercept.headers()) {
            conditions.add("header(%s) ~= regexp(%s)".formatted(quoted(header.name()), quoted(header.regex())));
        }
        if (intercept.pathPrefix() != null) {
            conditions.add("path-prefix(%s)".formatted(quoted(intercept.pathPrefix())));
        }
        if (conditions.isEmpty()) {
            return List.of("all HTTP requests");
        }
        conditions.addFirst("HTTP requests that match all of:");
        return conditions;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\\\"") + '"';
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private record Field(String label, List<String> lines) {}
}
