package dev.intercepts.manager.world;

import java.util.List;
import java.util.Map;

/**
 * Kubernetes' label selector; all of it must hold, and an empty one always does.
 *
 * @param labels exact values
 * @param expressions conditions
 */
public record LabelSelector(Map<String, String> labels, List<Expression> expressions) {

    public LabelSelector {
        labels = Map.copyOf(labels);
        expressions = List.copyOf(expressions);
    }

    /**
     * A condition.
     *
     * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}
     */
    public record Expression(String key, String operator, List<String> values) {

        public Expression {
            values = List.copyOf(values);
        }

        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                default -> false;
            };
        }
    }

    /** Whether something with these labels is selected. */
    public boolean matches(Map<String, String> of) {
        return of.entrySet().containsAll(labels.entrySet())
                && expressions.stream().allMatch(expression -> expression.matches(of));
    }
}
