package dev.intercepts.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.25+02:00, 2026-01-31T10:00:00.25Z",
        "2026-01-31T12:00:00-22:41, 2026-02-01T10:41:00Z",
        "2026-01-31T12:00:00+23:59, 2026-01-30T12:01:00Z",
    })
    void namesAnInstant(String text, Instant instant) {
        assertThat(Rfc3339.instant(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2026-01-31", "2026-01-31T12:00:00", "2026-01-31T12:00:00+24:00", "2026-13-01T00:00:00+01:00"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Rfc3339.instant(text)).isInstanceOf(DateTimeException.class);
    }
}
