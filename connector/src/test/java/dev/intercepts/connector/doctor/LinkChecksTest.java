package dev.intercepts.connector.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.contract.Finding.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways between laptop, cluster and hosted service. */
class LinkChecksTest {

    private static final Failure FAILURE = new Failure("x", "it failed", "mend it", Exit.FAILED);

    private static List<Finding> links(
            @Nullable Failure forward,
            @Nullable String uplink,
            String routes,
            boolean loggedIn,
            @Nullable Integer proxy,
            String... silent) {
        return LinkChecks.of(
                new LinkFacts(
                        forward,
                        "1.0",
                        uplink,
                        !routes.equals("none"),
                        routes.contains("direct"),
                        "d",
                        routes.contains("relay"),
                        "r",
                        loggedIn,
                        proxy,
                        List.of(silent)),
                true);
    }

    private static List<Finding> cloud(@Nullable Long skew, @Nullable Failure unreachable, @Nullable Failure login) {
        return CloudChecks.of(new CloudFacts("https://cloud", "1.0", skew, unreachable, "ada of acme", login));
    }

    private static List<Finding> names(Object... pairs) {
        Map<String, Boolean> names = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            names.put((String) pairs[i], (Boolean) pairs[i + 1]);
        }
        return new ArrayList<>(List.of(NameChecks.of(names)));
    }

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(links(null, null, "none", false, 1), "port-forward", Verdict.ok, "version 1.0"),
                Arguments.of(links(FAILURE, null, "none", false, 1), "port-forward", Verdict.fail, "it failed"),
                Arguments.of(links(null, "connected", "none", true, 1), "cluster's uplink", Verdict.ok, "connected"),
                Arguments.of(links(null, "refused (x)", "none", true, 1), "cluster's uplink", Verdict.fail, "refused"),
                Arguments.of(links(null, null, "none", true, 1), "routes to this laptop", Verdict.ok, "not connected"),
                Arguments.of(links(null, null, "direct", false, 1), "routes to this laptop", Verdict.ok, "direct: d"),
                Arguments.of(links(null, null, "direct", true, 1), "routes to this laptop", Verdict.warn, "relay: r"),
                Arguments.of(
                        links(null, null, "direct relay", true, 1), "routes to this laptop", Verdict.ok, "relay: r"),
                Arguments.of(links(null, null, "relay", true, 1), "routes to this laptop", Verdict.warn, "direct: d"),
                Arguments.of(links(null, null, "-", true, 1), "routes to this laptop", Verdict.fail, "direct: d"),
                Arguments.of(links(null, null, "none", true, 4711), "local ports", Verdict.ok, "127.0.0.1:4711"),
                Arguments.of(links(null, null, "none", true, null), "local ports", Verdict.fail, "no port"),
                Arguments.of(
                        links(null, null, "none", true, 1, "hello (127.0.0.1:9000)"),
                        "local ports",
                        Verdict.warn,
                        "nothing listens for hello (127.0.0.1:9000)"),
                Arguments.of(CloudChecks.of(CloudFacts.NONE), "hosted service", Verdict.ok, "nobody is logged in"),
                Arguments.of(cloud(0L, null, null), "hosted service", Verdict.ok, "https://cloud answers"),
                Arguments.of(cloud(0L, FAILURE, null), "hosted service", Verdict.fail, "it failed"),
                Arguments.of(cloud(0L, null, null), "login", Verdict.ok, "ada of acme"),
                Arguments.of(cloud(0L, null, FAILURE), "login", Verdict.fail, "it failed"),
                Arguments.of(cloud(30L, null, null), "clock", Verdict.ok, "agrees"),
                Arguments.of(cloud(31L, null, null), "clock", Verdict.warn, "31 s ahead of"),
                Arguments.of(cloud(-120L, null, null), "clock", Verdict.warn, "120 s behind"),
                Arguments.of(cloud(-121L, null, null), "clock", Verdict.fail, "121 s behind"),
                Arguments.of(names(), "DNS", Verdict.ok, "no name"),
                Arguments.of(names("a", true, "b", true), "DNS", Verdict.ok, "known for a, b"),
                Arguments.of(names("a", true, "b", false), "DNS", Verdict.fail, "no address for b"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void says(List<Finding> findings, String check, Verdict verdict, String words) {
        Finding finding = findings.stream()
                .filter(each -> each.check().equals(check))
                .findFirst()
                .orElseThrow();
        assertThat(finding.message()).contains(words);
        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.remedy().isEmpty()).isEqualTo(verdict == Verdict.ok);
    }
}
