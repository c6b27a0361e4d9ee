package dev.intercepts.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void medianIgnoresWhatWasNotMeasured() {
        assertThat(Statistics.median(List.of(3.0, Double.NaN, 1.0, 2.0))).isEqualTo(2.0);
        assertThat(Statistics.median(List.of(1.0, 2.0))).isEqualTo(1.5);
        assertThat(Statistics.median(List.of())).isNaN();
    }

    @Test
    void showsMediansAndRatios() {
        Map<String, List<Sample>> byContender = new LinkedHashMap<>();
        byContender.put("edge", List.of(new Sample(10_000, 4, 0), new Sample(12_000, 6, 0), new Sample(1, 5, 0)));
        byContender.put("nginx", List.of(new Sample(20_000, 2, 1)));

        assertThat(Report.markdown(Map.of(Scenario.SMALL_32, byContender), "edge"))
                .contains("### 100 bytes, 32 connections")
                .contains("| edge | 10,000 | 1.00 | 5.00 | 0 |")
                .contains("| nginx | 20,000 | 0.50 | 2.00 | 1 |");
    }
}
