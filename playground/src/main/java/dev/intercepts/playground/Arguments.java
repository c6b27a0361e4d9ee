package dev.intercepts.playground;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The command line, taken apart.
 *
 * @param command first word
 * @param options {@code --name value} and {@code --name=value}
 */
record Arguments(String command, Map<String, String> options) {

    private static final List<String> OPTIONS = List.of("--state", "--route", "--kubeconfig", "--hosted");

    /**
     * Reads it.
     *
     * @throws UsageException for anything but known options with a value
     */
    static Arguments parse(List<String> words) {
        if (words.isEmpty()) {
            throw new UsageException("no command (expected: up, down or tour)");
        }
        Map<String, String> options = new TreeMap<>();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            String name = word.replaceFirst("=.*", "");
            if (!OPTIONS.contains(name)) {
                throw new UsageException(
                        "unknown option " + word
                                + " (expected: --state FILE, --kubeconfig FILE, --hosted=jar|compose, --route=auto|direct|relay)");
            }
            if (word.contains("=")) {
                options.put(name, word.substring(name.length() + 1));
            } else if (i + 1 < words.size()) {
                options.put(name, words.get(++i));
            } else {
                throw new UsageException(name + ": no value");
            }
        }
        return new Arguments(words.getFirst(), options);
    }

    /** It was used wrongly; the message says how. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }
}
