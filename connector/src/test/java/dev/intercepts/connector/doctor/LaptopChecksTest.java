package dev.intercepts.connector.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.contract.Finding.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LaptopChecksTest {

    private static final long PLENTY = 1L << 34;

    private static LaptopFacts facts(
            boolean exists, boolean writable, @Nullable String permissions, List<String> open, long free) {
        return new LaptopFacts("/c", exists, writable, permissions, open, free, "1.0", "1.0", null, Map.of());
    }

    private static LaptopFacts with(Map<String, String> environment) {
        return new LaptopFacts("/c", true, true, "rwx------", List.of(), PLENTY, "1.0", "1.0", null, environment);
    }

    private static LaptopFacts daemon(@Nullable String version, @Nullable Failure failure) {
        return new LaptopFacts("/c", true, true, "rwx------", List.of(), PLENTY, "1.0", version, failure, Map.of());
    }

    private static Finding finding(LaptopFacts facts, String check) {
        return LaptopChecks.of(facts).stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    static Stream<Arguments> table() {
        String own = "rwx------";
        Failure failure = new Failure("daemon-start", "it ended", "see its log", Exit.FAILED);
        return Stream.of(
                Arguments.of(facts(true, true, own, List.of(), PLENTY), "configuration", Verdict.ok, "/c"),
                Arguments.of(facts(true, true, null, List.of(), PLENTY), "configuration", Verdict.ok, "/c"),
                Arguments.of(facts(false, true, null, List.of(), PLENTY), "configuration", Verdict.ok, "is made"),
                Arguments.of(facts(true, false, own, List.of(), PLENTY), "configuration", Verdict.fail, "written"),
                Arguments.of(
                        facts(true, true, "rwxr-xr-x", List.of(), PLENTY), "configuration", Verdict.warn, "rwxr-xr-x"),
                Arguments.of(
                        facts(true, true, own, List.of("logins.json"), PLENTY),
                        "configuration",
                        Verdict.warn,
                        "logins.json"),
                Arguments.of(facts(true, true, own, List.of(), PLENTY), "disk", Verdict.ok, "16384 MiB"),
                Arguments.of(facts(true, true, own, List.of(), 10L << 20), "disk", Verdict.warn, "10 MiB"),
                Arguments.of(facts(true, true, own, List.of(), 4096), "disk", Verdict.fail, "0 MiB"),
                Arguments.of(daemon("1.0", null), "daemon", Verdict.ok, "1.0"),
                Arguments.of(daemon("0.9", null), "daemon", Verdict.warn, "0.9"),
                Arguments.of(daemon(null, failure), "daemon", Verdict.fail, "it ended"),
                Arguments.of(daemon("1.0", failure), "daemon", Verdict.fail, "it ended"),
                Arguments.of(daemon(null, null), "daemon", Verdict.fail, "none answers"),
                Arguments.of(with(Map.of("PATH", "/bin")), "proxy variables", Verdict.ok, "none is set"),
                Arguments.of(with(Map.of("HTTPS_PROXY", " ")), "proxy variables", Verdict.ok, "none is set"),
                Arguments.of(
                        with(Map.of("https_proxy", "http://p:3128")),
                        "proxy variables",
                        Verdict.warn,
                        "https_proxy=http://p:3128"),
                Arguments.of(
                        with(Map.of("HTTPS_PROXY", "http://p:3128", "NO_PROXY", "localhost, 127.0.0.1,.svc")),
                        "proxy variables",
                        Verdict.ok,
                        "spare"),
                Arguments.of(
                        with(Map.of("HTTPS_PROXY", "http://p:3128", "no_proxy", "*")),
                        "proxy variables",
                        Verdict.ok,
                        "spare"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void says(LaptopFacts facts, String check, Verdict verdict, String words) {
        Finding finding = finding(facts, check);
        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.message()).contains(words);
        assertThat(finding.remedy().isEmpty()).isEqualTo(verdict == Verdict.ok);
    }

    @Test
    void aProxysPasswordIsNobodysToRead() {
        String said = finding(
                        with(Map.of(
                                "HTTP_PROXY", "http://ada:hunter2@proxy.example.com:3128",
                                "ALL_PROXY", "ada:hunter2@proxy.example.com:1080")),
                        "proxy variables")
                .message();
        assertThat(said)
                .contains("http://proxy.example.com:3128", "proxy.example.com:1080")
                .doesNotContain("hunter2", "ada");
    }
}
