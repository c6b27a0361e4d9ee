package dev.intercepts.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns samples into tables of medians and ratios, as Markdown. */
final class Report {

    private Report() {}

    /**
     * The tables.
     *
     * @param samples scenario → contender → samples, in the order to be shown
     * @param ours name of the contender whose ratio to each other is shown
     */
    static String markdown(Map<Scenario, Map<String, List<Sample>>> samples, String ours) {
        StringBuilder text = new StringBuilder();
        samples.forEach((scenario, byContender) -> {
            double own = value(byContender.getOrDefault(ours, List.of()));
            text.append("### ").append(scenario.title()).append("\n\n");
            text.append("| | median ").append(scenario.unit()).append(" | edge ÷ it | CPU s / 100,000 | errors |\n");
            text.append("|---|--:|--:|--:|--:|\n");
            byContender.forEach((name, list) -> text.append(row(name, list, own)));
            text.append("\n");
        });
        return text.toString();
    }

    private static String row(String name, List<Sample> samples, double own) {
        double cpu = Statistics.median(
                samples.stream().map(Sample::cpuSecondsPer100k).toList());
        long errors = samples.stream().mapToLong(Sample::errors).sum();
        return "| " + name + " | " + number(value(samples)) + " | " + number(own / value(samples)) + " | " + number(cpu)
                + " | " + errors + " |\n";
    }

    private static double value(List<Sample> samples) {
        return Statistics.median(samples.stream().map(Sample::value).toList());
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
    }
}
