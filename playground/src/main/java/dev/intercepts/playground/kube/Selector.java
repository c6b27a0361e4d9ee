package dev.intercepts.playground.kube;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Label and field selectors, as query parameters and as objects. */
final class Selector {

    private static final Pattern SET = Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
    private static final Pattern BETWEEN_TERMS = Pattern.compile(",(?![^(]*\\))");

    private Selector() {}

    /** Which objects both selectors (query parameters, empty for none) take. */
    static Predicate<JsonNode> of(String labelSelector, String fieldSelector) {
        Predicate<Map<String, String>> labels = labels(labelSelector);
        Predicate<JsonNode> fields = fields(fieldSelector);
        return object -> fields.test(object) && labels.test(Meta.labels(object));
    }

    /** A label selector such as {@code app=web,tier in (a,b),!old}. */
    static Predicate<Map<String, String>> labels(String selector) {
        Predicate<Map<String, String>> all = labels -> true;
        if (selector.isBlank()) {
            return all;
        }
        for (String term : BETWEEN_TERMS.split(selector)) {
            all = all.and(labelTerm(term.strip()));
        }
        return all;
    }

    private static Predicate<Map<String, String>> labelTerm(String term) {
        Matcher set = SET.matcher(term);
        if (set.matches()) {
            List<String> values =
                    Arrays.stream(set.group(3).split(",")).map(String::strip).toList();
            return requirement(set.group(1), set.group(2).equals("in") ? "In" : "NotIn", values);
        }
        if (term.startsWith("!")) {
            return requirement(term.substring(1).strip(), "DoesNotExist", List.of());
        }
        int equals = term.indexOf('=');
        if (equals < 0) {
            return requirement(term, "Exists", List.of());
        }
        String value = term.substring(term.lastIndexOf('=') + 1).strip();
        boolean not = equals > 0 && term.charAt(equals - 1) == '!';
        String key = term.substring(0, not ? equals - 1 : equals).strip();
        return requirement(key, not ? "NotIn" : "In", List.of(value));
    }

    /** A {@code LabelSelector} object; an empty one takes everything. */
    static boolean matches(JsonNode selector, Map<String, String> labels) {
        for (Map.Entry<String, String> wanted :
                Json.strings(selector, "matchLabels").entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        return Json.objects(selector, "matchExpressions")
                .allMatch(expression -> requirement(
                                Json.text(expression, "key"),
                                Json.text(expression, "operator"),
                                Json.elements(expression, "values").stream()
                                        .map(JsonNode::asString)
                                        .toList())
                        .test(labels));
    }

    private static Predicate<Map<String, String>> requirement(String key, String operator, List<String> values) {
        return switch (operator) {
            case "In" -> labels -> labels.containsKey(key) && values.contains(labels.get(key));
            case "NotIn" -> labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
            case "Exists" -> labels -> labels.containsKey(key);
            case "DoesNotExist" -> labels -> !labels.containsKey(key);
            default -> throw ApiException.badRequest("\"" + operator + "\" is not a valid label selector operator");
        };
    }

    /** A field selector such as {@code metadata.name=a,status.phase!=Failed}. */
    static Predicate<JsonNode> fields(String selector) {
        Predicate<JsonNode> all = object -> true;
        if (selector.isBlank()) {
            return all;
        }
        for (String term : selector.split(",")) {
            int equals = term.indexOf('=');
            if (equals < 1) {
                throw ApiException.badRequest("invalid field selector: " + term + " (expected: field=value)");
            }
            boolean not = term.charAt(equals - 1) == '!';
            String[] path = term.substring(0, not ? equals - 1 : equals).split("\\.");
            String value = term.substring(term.lastIndexOf('=') + 1);
            all = all.and(object -> Json.text(object, path).equals(value) != not);
        }
        return all;
    }
}
