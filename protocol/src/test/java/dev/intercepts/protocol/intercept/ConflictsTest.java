package dev.intercepts.protocol.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.protocol.intercept.Conflicts.Claim;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Match;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claims are written as {@code tcp}, or {@code http} with {@code header=regex} and {@code /prefix} after it. */
class ConflictsTest {

    @ParameterizedTest(name = "{0} beside {1}: conflict {2}")
    @CsvSource({
        // two tcp, tcp with any http
        "tcp, tcp, true",
        "tcp, http a=1, true",
        // no condition is a subset of any
        "http, http, true",
        "http, http a=1, true",
        // equal sets, subsets
        "http a=1, http a=1, true",
        "http a=1, http A=1, true",
        "http a=1, http a=1 b=2, true",
        "http a=x.*, http a=y.*, true",
        // different literal values of one header
        "http a=1, http a=2, false",
        "http a=1 b=1, http a=2 b=1, false",
        "http a=1, http a=2 b=2, false",
        "http a=^1$, http a=2, false",
        "http a=1, http a=2.*, true",
        // each names one that the other lacks
        "http a=1, http b=1, false",
        "http a=1 c=1, http b=1 c=1, false",
        // paths count likewise
        "http /shop, http /blog, false",
        "http /shop, http /shop/cart, true",
        "http a=1 /shop, http a=1 /blog, false",
        "http a=1, http a=1 /blog, true",
        "http a=1, http /blog, false",
    })
    void conflictsAreAsBehaviourSays(String one, String other, boolean expected) {
        assertThat(Conflicts.conflict(claim(one), claim(other))).isEqualTo(expected);
        assertThat(Conflicts.conflict(claim(other), claim(one))).isEqualTo(expected);
    }

    @Test
    void theFirstThatHoldsItIsNamed() {
        List<String> there = List.of("http a=1", "http a=2", "http a=2 b=1");

        assertThat(Conflicts.holder(claim("http a=2"), there, ConflictsTest::claim))
                .contains("http a=2");
        assertThat(Conflicts.holder(claim("http a=3"), there, ConflictsTest::claim))
                .isEmpty();
    }

    private static Claim claim(String written) {
        List<HeaderCondition> headers = new ArrayList<>();
        @Nullable String prefix = null;
        String[] words = written.split(" ");
        for (String word : List.of(words).subList(1, words.length)) {
            if (word.startsWith("/")) {
                prefix = word;
            } else {
                String[] pair = word.split("=", 2);
                headers.add(new HeaderCondition(pair[0], pair[1]));
            }
        }
        Mechanism mechanism = words[0].equals("tcp") ? Mechanism.TCP : Mechanism.HTTP;
        return new Claim(mechanism, new Match(headers, prefix));
    }
}
