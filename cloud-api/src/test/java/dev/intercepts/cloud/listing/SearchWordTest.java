package dev.intercepts.cloud.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchWordTest {

    @ParameterizedTest
    @CsvSource({
        "hello, %hello%",
        "HELLO, %hello%",
        "100%, %100\\%%",
        "a_b, %a\\_b%",
        "a\\b, %a\\\\b%",
        "'  hello ', %hello%"
    })
    void isLookedForAsItStandsAnywhereInSmallLetters(String text, String pattern) {
        assertThat(SearchWord.of(text)).extracting(SearchWord::pattern).containsExactly(pattern);
    }

    @ParameterizedTest
    @CsvSource({"active, ACTIVE", "No, NO_AGENT NO_PORTS NO_MECHANISM", "agent_, AGENT_ERROR"})
    void findsStatesByTheirNames(String text, String states) {
        assertThat(SearchWord.of(text).getFirst().states()).containsExactly(states.split(" "));
    }

    @Test
    void noStateIsFoundByAnotherWord() {
        assertThat(SearchWord.of("hello").getFirst().states()).isEmpty();
    }

    @Test
    void nothingIsLookedForWithoutWords() {
        assertThat(SearchWord.of(null)).isEmpty();
        assertThat(SearchWord.of(" \t ")).isEmpty();
    }

    @Test
    void eightWordsAreEnough() {
        assertThat(SearchWord.of("1 2 3 4 5 6 7 8 9"))
                .extracting(SearchWord::pattern)
                .isEqualTo(List.of("%1%", "%2%", "%3%", "%4%", "%5%", "%6%", "%7%", "%8%"));
    }
}
