package dev.intercepts.cloud.listing;

import dev.intercepts.protocol.intercept.InterceptState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A word of a search, as it is looked for.
 *
 * @param pattern of SQL's {@code like}, in small letters: the word anywhere
 * @param states the states whose name has it
 */
record SearchWord(String pattern, List<String> states) {

    private static final int MOST = 8;

    /** The words of a text, the first eight of them. */
    static List<SearchWord> of(@Nullable String text) {
        return Arrays.stream((text == null ? "" : text).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .limit(MOST)
                .map(word -> small(word.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static SearchWord small(String word) {
        String literal = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        List<String> states = Arrays.stream(InterceptState.values())
                .map(InterceptState::name)
                .filter(state -> state.toLowerCase(Locale.ROOT).contains(word))
                .toList();
        return new SearchWord("%" + literal + "%", states);
    }
}
