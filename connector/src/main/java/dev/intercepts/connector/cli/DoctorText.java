package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Diagnosis;
import dev.intercepts.connector.contract.Finding;

/** What {@code doctor} prints: a line for each finding, and below it what to do where there is something to do. */
final class DoctorText {

    private DoctorText() {}

    static String render(Diagnosis diagnosis) {
        StringBuilder out = new StringBuilder();
        for (Finding finding : diagnosis.findings()) {
            out.append("%-4s  %s: %s%n".formatted(finding.verdict(), finding.check(), oneLine(finding.message())));
            if (!finding.remedy().isBlank()) {
                out.append("      → ").append(oneLine(finding.remedy())).append('\n');
            }
        }
        long failed = count(diagnosis, Finding.Verdict.fail);
        long warned = count(diagnosis, Finding.Verdict.warn);
        out.append(failed + warned == 0 ? "All is well.\n" : "%d failed, %d to look at.%n".formatted(failed, warned));
        return out.toString();
    }

    private static long count(Diagnosis diagnosis, Finding.Verdict verdict) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.verdict() == verdict)
                .count();
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
