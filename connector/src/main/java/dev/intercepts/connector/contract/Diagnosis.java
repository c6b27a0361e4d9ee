package dev.intercepts.connector.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * All that {@code doctor} found, in the order in which it is to be mended.
 *
 * @param healthy whether nothing failed
 */
public record Diagnosis(boolean healthy, List<Finding> findings) {

    /** What these findings come to. */
    public static Diagnosis of(List<Finding> findings) {
        return new Diagnosis(
                findings.stream().noneMatch(finding -> finding.verdict() == Finding.Verdict.fail),
                List.copyOf(findings));
    }

    /** With more of them behind. */
    public Diagnosis and(List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        return of(all);
    }
}
