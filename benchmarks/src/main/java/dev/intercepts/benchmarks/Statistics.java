package dev.intercepts.benchmarks;

import java.util.List;

/** The little arithmetic that the report needs. */
final class Statistics {

    private Statistics() {}

    /** The median; NaN of nothing. */
    static double median(List<Double> values) {
        List<Double> sorted =
                values.stream().filter(value -> !value.isNaN()).sorted().toList();
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
