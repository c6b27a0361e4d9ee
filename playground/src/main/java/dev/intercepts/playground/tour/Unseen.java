package dev.intercepts.playground.tour;

import java.util.List;

/** A person would not have seen what they should; the message says what they saw instead. */
public final class Unseen extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With a sentence for people. */
    public Unseen(String message) {
        super(message);
    }

    /** Fails unless a text has all of these parts. */
    static void unlessContains(String text, String... parts) {
        List<String> missing =
                List.of(parts).stream().filter(part -> !text.contains(part)).toList();
        if (!missing.isEmpty()) {
            throw new Unseen("no " + quoted(missing) + " in " + shown(text));
        }
    }

    /** Fails unless it is so. */
    static void unless(boolean so, String otherwise) {
        if (!so) {
            throw new Unseen(otherwise);
        }
    }

    private static String quoted(List<String> parts) {
        return String.join(
                " and no ", parts.stream().map(part -> "“" + part + "”").toList());
    }

    private static String shown(String text) {
        String flat = text.strip().replaceAll("\\s+", " ");
        return "“" + (flat.length() > 600 ? flat.substring(0, 600) + "…" : flat) + "”";
    }
}
