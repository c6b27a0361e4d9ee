package dev.intercepts.protocol.intercept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.protocol.match.CompiledMatch;
import dev.intercepts.protocol.match.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterceptNamesTest {

    @ParameterizedTest
    @CsvSource({
        "hello, , , hello",
        "hello, myns, , hello-myns",
        "myhello, myns, hello, myhello",
        "myhello, , hello, myhello",
    })
    void fullNamesFollowTheDocument(
            String base, @Nullable String namespace, @Nullable String workload, String expected) {
        assertThat(InterceptNames.fullName(base, namespace, workload)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hello", "-a", "a-", "a_b", "a.b", "a/b"})
    void refusesWhatKubernetesWould(String name) {
        assertThatThrownBy(() -> InterceptNames.fullName(name, null, null)).hasMessageContaining("'" + name + "'");
    }

    @Test
    void refusesANameThatIsTooLong() {
        assertThatThrownBy(() -> InterceptNames.fullName("a".repeat(64), null, null))
                .hasMessageContaining("1-63");
    }

    @Test
    void autoMatchTakesItsOwnValueOnly() {
        CompiledMatch match = CompiledMatch.of(InterceptNames.autoMatch("3f", "hello"));

        assertThat(match.matches(withHeader("3f:hello"))).isTrue();
        assertThat(match.matches(withHeader("3f:hello-2"))).isFalse();
        assertThat(match.matches(withHeader("4f:hello"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"hello-mydns, hello-myns", "helo, hello", "hello, hello-myns"})
    void suggestsTheNearestName(String given, String expected) {
        List<String> existing =
                given.equals("hello") ? List.of("hello-myns", "orders") : List.of("hello", "hello-myns");

        assertThat(InterceptNames.nearest(given, existing)).contains(expected);
    }

    @Test
    void suggestsNothingThatIsQuiteDifferent() {
        assertThat(InterceptNames.nearest("frontend", List.of("orders", "hello")))
                .isEmpty();
    }

    private static RequestHead withHeader(String value) {
        return new RequestHead() {
            @Override
            public String path() {
                return "/";
            }

            @Override
            public Iterable<String> headers(String lowerCaseName) {
                return lowerCaseName.equals(InterceptNames.HEADER) ? List.of(value) : List.of();
            }
        };
    }
}
