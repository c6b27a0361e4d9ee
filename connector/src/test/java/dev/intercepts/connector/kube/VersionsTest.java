package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {

    @ParameterizedTest
    @CsvSource({
        "0.1.0,          0.2.0,          OLDER",
        "0.9.0,          0.10.0,         OLDER",
        "0.2.0,          0.1.0,          NEWER",
        "0.1.0-SNAPSHOT, 0.1.0,          OLDER",
        "0.1.0,          0.1.0-SNAPSHOT, NEWER",
        "0.1.0-rc.1,     0.1.0-rc.2,     UNKNOWN",
        "0.2.0-SNAPSHOT, 0.1.0,          NEWER",
        "0.1.0,          0.1.0,          SAME",
        "'',             0.1.0,          UNKNOWN",
        "latest,         0.1.0,          UNKNOWN",
        "latest,         latest,         SAME",
        "1.0,            1.0.1,          OLDER",
        "1.0,            1.0.0,          UNKNOWN",
    })
    void comparesByTheirNumbersAndAnUnfinishedOneComesBeforeItsRelease(
            String installed, String ours, Versions expected) {
        assertThat(Versions.compare(installed, ours)).isEqualTo(expected);
    }
}
