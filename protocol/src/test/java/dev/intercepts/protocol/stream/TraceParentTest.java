package dev.intercepts.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @ParameterizedTest
    @CsvSource({
        "00-%s-%s-01, true",
        "00-%s-%s-00, false",
        "00-%s-%s-03, true",
        "cc-%s-%s-01-what-else, true",
        "cc-%s-%s-01, true"
    })
    void reads(String value, boolean sampled) {
        TraceParent parent = TraceParent.parse(value.formatted(TRACE, SPAN)).orElseThrow();
        assertThat(parent.traceId()).isEqualTo(TRACE);
        assertThat(parent.spanId()).isEqualTo(SPAN);
        assertThat(parent.sampled()).isEqualTo(sampled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-1-2-01",
                "00-%s-%s",
                "00-%s-%s-01-more",
                "00-%s-%s-01 ",
                "ff-%s-%s-01",
                "cc-%s-%s-01x",
                "0-%s-%s-001",
                "00_%s-%s-01",
                "00-%s-%s-0x",
                "00-00000000000000000000000000000000-%2$s-01",
                "00-%s-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-%2$s-01"
            })
    void refuses(String value) {
        assertThat(TraceParent.parse(value.formatted(TRACE, SPAN))).isEmpty();
    }

    @Test
    void writesWhatItReads() {
        TraceParent begun = TraceParent.begin(RandomGenerator.getDefault());
        assertThat(TraceParent.parse(begun.toString())).contains(begun);
        TraceParent child = begun.child(RandomGenerator.getDefault());
        assertThat(child.traceId()).isEqualTo(begun.traceId());
        assertThat(child.spanId()).isNotEqualTo(begun.spanId());
    }
}
