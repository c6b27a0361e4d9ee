package dev.intercepts.connector.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudExaminationTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T10:00:00Z, 2026-03-01T10:00:00Z, 'Sun, 1 Mar 2026 10:00:00 GMT', 0",
        "2026-03-01T10:01:00Z, 2026-03-01T10:01:00Z, 'Sun, 1 Mar 2026 10:00:00 GMT', 60",
        "2026-03-01T09:58:00Z, 2026-03-01T09:58:00Z, 'Sun, 1 Mar 2026 10:00:00 GMT', -120",
        // The answer was made on half the way.
        "2026-03-01T10:00:00Z, 2026-03-01T10:00:20Z, 'Sun, 1 Mar 2026 10:00:10 GMT', 0",
        "2026-03-01T10:00:00Z, 2026-03-01T10:00:00Z, yesterday,",
        "2026-03-01T10:00:00Z, 2026-03-01T10:00:00Z, ,",
    })
    void tellsHowFarTheClockIsOff(Instant asked, Instant answered, String date, Long expected) {
        assertThat(CloudExamination.skew(asked, answered, date)).isEqualTo(expected);
    }
}
