package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Views.Holder;
import dev.intercepts.connector.contract.Views.PreviewLine;
import dev.intercepts.connector.contract.Views.PreviewList;
import dev.intercepts.connector.contract.Views.WorkloadLine;
import dev.intercepts.connector.contract.Views.Workloads;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code list} and {@code preview list} print: aligned, a workload a line. */
final class ListText {

    private ListText() {}

    static String workloads(Workloads found) {
        if (found.workloads().isEmpty()) {
            return "No workloads here\n";
        }
        List<String> names = found.workloads().stream()
                .map(workload -> name(workload, found.allNamespaces()))
                .toList();
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            out.append(names.get(i)).append(" ".repeat(width - names.get(i).length()));
            out.append(": ").append(standing(found.workloads().get(i))).append('\n');
        }
        return out.toString();
    }

    /** One line on what has become of a workload. */
    static String change(WorkloadChange change, boolean withNamespace) {
        String standing = switch (change.change()) {
            case added, changed -> standing(change.workload());
            case removed -> "gone";
        };
        return name(change.workload(), withNamespace) + ": " + standing;
    }

    static String previews(PreviewList list) {
        if (list.previews().isEmpty()) {
            return "No preview URLs\n";
        }
        int width = list.previews().stream()
                .mapToInt(line -> line.name().length())
                .max()
                .orElse(0);
        return list.previews().stream().map(line -> preview(line, width)).collect(Collectors.joining());
    }

    private static String preview(PreviewLine line, int width) {
        return "%s: %s (%s)\n"
                .formatted(line.name() + " ".repeat(width - line.name().length()), line.url(), line.access());
    }

    private static String name(WorkloadLine workload, boolean withNamespace) {
        String kind =
                workload.kind().equals("Deployment") ? "" : workload.kind().toLowerCase(Locale.ROOT) + "/";
        return (withNamespace ? workload.namespace() + "/" : "") + kind + workload.name();
    }

    private static String standing(WorkloadLine workload) {
        if (!workload.intercepts().isEmpty()) {
            return workload.intercepts().stream().map(ListText::holder).collect(Collectors.joining(", "));
        }
        if (workload.obstacle() != null) {
            return "cannot be intercepted (" + workload.obstacle() + ")";
        }
        return "ready to intercept (traffic-agent " + (workload.agent() ? "" : "not yet ") + "installed)";
    }

    private static String holder(Holder holder) {
        String state = holder.state().equals("ACTIVE") ? "" : ", " + holder.state();
        return holder.mine()
                ? "intercepted by you (%s%s)".formatted(holder.intercept(), state)
                : "intercepted by %s on %s (%s%s)".formatted(holder.user(), holder.laptop(), holder.intercept(), state);
    }
}
