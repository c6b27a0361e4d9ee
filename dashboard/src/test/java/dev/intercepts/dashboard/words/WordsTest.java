package dev.intercepts.dashboard.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min", "3600, 1 h", "86400, 1 d", "-5, 0 s"})
    void agesAreInTheirLargestUnit(long seconds, String expected) {
        assertThat(Ages.of(NOW.minus(Duration.ofSeconds(seconds)), NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-5, 0 s", "0, 0 s", "59, 59 s", "61, 1 min", "179, 3 min", "28799, 8 h", "604799, 7 d", "86399, 1 d"})
    void whatIsLeftIsRounded(long seconds, String expected) {
        assertThat(Ages.until(NOW.plus(Duration.ofSeconds(seconds)), NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "vm is away since 2026-11-27T03:07:44.054792844Z; so, 'vm is away since 27 Nov 2026, 03:07:44 UTC; so'",
        "since 2026-11-27T03:07:44Z, 'since 27 Nov 2026, 03:07:44 UTC'",
        "port 2026-11-27 of T03, port 2026-11-27 of T03"
    })
    void momentsInASentenceAreWrittenForPeople(String sentence, String expected) {
        assertThat(Moment.inWords(sentence)).isEqualTo(expected);
    }

    @Test
    void choicesHoldThePresentOneOnce() {
        assertThat(Span.choices(Duration.ofHours(8)))
                .hasSize(6)
                .filteredOn(Span::chosen)
                .extracting(Span::words)
                .containsExactly("for 8 hours");
        assertThat(Span.choices(Duration.ofMinutes(90)))
                .hasSize(7)
                .filteredOn(Span::chosen)
                .extracting(Span::value)
                .containsExactly("PT1H30M");
        assertThat(Span.choices(null))
                .filteredOn(Span::chosen)
                .extracting(Span::value)
                .containsExactly(Span.UNLIMITED);
        assertThat(Span.choices(null)).allSatisfy(span -> {
            if (!span.value().equals(Span.UNLIMITED)) {
                assertThat(Span.parse(span.value())).isNotNull();
            }
        });
    }
}
