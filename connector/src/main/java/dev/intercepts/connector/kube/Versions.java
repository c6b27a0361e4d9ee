package dev.intercepts.connector.kube;

import java.util.ArrayList;
import java.util.List;

/** How two versions stand to each other (Semantic Versioning 2.0.0 §11, as far as ours go). */
enum Versions {
    SAME,
    OLDER,
    NEWER,
    /** One is not a version, or both are unfinished ones of the same release. */
    UNKNOWN;

    /** How the installed one stands to ours. {@code 0.1.0-SNAPSHOT} is older than {@code 0.1.0}. */
    static Versions compare(String installed, String ours) {
        if (installed.equals(ours)) {
            return SAME;
        }
        List<Integer> theirs = numbers(installed);
        List<Integer> own = numbers(ours);
        if (theirs.isEmpty() || own.isEmpty()) {
            return UNKNOWN;
        }
        for (int i = 0; i < Math.max(theirs.size(), own.size()); i++) {
            int difference = Integer.compare(number(theirs, i), number(own, i));
            if (difference != 0) {
                return difference < 0 ? OLDER : NEWER;
            }
        }
        boolean unfinished = installed.contains("-");
        return unfinished == ours.contains("-") ? UNKNOWN : unfinished ? OLDER : NEWER;
    }

    private static int number(List<Integer> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    private static List<Integer> numbers(String version) {
        String release = version.split("[-+]", 2)[0];
        if (!release.matches("\\d{1,6}(\\.\\d{1,6})*")) {
            return List.of();
        }
        List<Integer> numbers = new ArrayList<>();
        for (String number : release.split("\\.", -1)) {
            numbers.add(Integer.valueOf(number));
        }
        return numbers;
    }
}
