package dev.intercepts.protocol.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompiledMatchTest {

    @ParameterizedTest(name = "{0} ~ {1} against {2}: {3}")
    @CsvSource({
        "x-user, ada, ada, true",
        "x-user, ada, adam, true",
        "x-user, ^ada$, adam, false",
        "X-USER, ada, ada, true",
        "x-user, '', anything, true",
        "x-other, ada, ada, false",
        "x-user, a|b, xbx, true",
    })
    void holdsWhereTheExpressionIsFound(String header, @Nullable String regex, String value, boolean expected) {
        CompiledMatch match = CompiledMatch.of(match(null, new HeaderCondition(header, regex == null ? "" : regex)));

        assertThat(match.matches(request("/", Map.of("x-user", List.of(value)))))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} in {1} characters")
    @CsvSource({".*@corp, 60000", "(.*)*x, 60000", "a.*a.*a.*b, 500"})
    void stepsComeToAnEndAndItDoesNotHold(String regex, int length) {
        CompiledMatch match = CompiledMatch.of(match(null, new HeaderCondition("x", regex)));
        Steps steps = new Steps();
        RequestHead request = request("/", Map.of("x", List.of("a".repeat(length))));

        assertThat(match.matches(request, steps)).isFalse();
        assertThat(steps.taken()).isEqualTo(Steps.MOST);
    }

    @Test
    void stepsAreThoseOfTheRequestNotOfTheValue() {
        CompiledMatch match = CompiledMatch.of(match(null, new HeaderCondition("x", ".*@corp")));
        Steps steps = new Steps();
        RequestHead request = request("/", Map.of("x", Collections.nCopies(60, "a".repeat(1000))));

        assertThat(match.matches(request, steps)).isFalse();
        assertThat(steps.taken()).isEqualTo(Steps.MOST);
    }

    @Test
    void depthComesToAnEndAndItDoesNotHold() throws Exception {
        CompiledMatch match = CompiledMatch.of(match(null, new HeaderCondition("x", "(?:a|b)*c")));
        RequestHead request = request("/", Map.of("x", List.of("ab".repeat(10_000))));

        assertThat(onSmallStack(() -> match.matches(request))).isFalse();
    }

    /** The agent's threads have stacks of 256 KiB. */
    private static <T> T onSmallStack(Callable<T> task) throws Exception {
        FutureTask<T> result = new FutureTask<>(task);
        new Thread(null, result, "small stack", 256 * 1024).start();
        return result.get(30, TimeUnit.SECONDS);
    }

    @Test
    void eachConditionTellsOnceThatItGaveUp() {
        List<String> told = new ArrayList<>();
        CompiledMatch match = CompiledMatch.of(match(null, new HeaderCondition("X", ".*@corp")), told::add);
        RequestHead request = request("/", Map.of("x", List.of("a".repeat(5000))));

        assertThat(match.matches(request)).isFalse();
        assertThat(match.matches(request)).isFalse();
        assertThat(told)
                .containsExactly(
                        "header X ~ .*@corp: to look for it in a value of 5000 characters takes too many steps,"
                                + " so that it counts as not found; a simpler expression finds it");
    }

    @ParameterizedTest(name = "{0} {1} characters into the value: {2}")
    @CsvSource({
        "needle, 0, true",
        "needle, 8186, true",
        "needle, 8187, false",
        "needle$, 0, false",
        "^a*$, 9000, false",
        "needle(?!a), 8186, false",
    })
    void looksAtTheFirst8Kibibytes(String regex, int offset, boolean expected) {
        CompiledMatch match = CompiledMatch.of(match(null, new HeaderCondition("x", regex)));
        String value = "a".repeat(offset) + "needle" + "a".repeat(20_000);

        assertThat(match.matches(request("/", Map.of("x", List.of(value))))).isEqualTo(expected);
    }

    @Test
    void anExactTextIsComparedWithoutASingleStep() {
        String text = "0b9d1c:hello-" + "x".repeat(9000);
        CompiledMatch match = CompiledMatch.of(match(null, new HeaderCondition("x", "^" + Literals.quote(text) + "$")));
        Steps steps = new Steps();

        assertThat(match.matches(request("/", Map.of("x", List.of(text + "y"))), steps))
                .isFalse();
        assertThat(match.matches(request("/", Map.of("x", List.of(text))), steps))
                .isTrue();
        assertThat(steps.taken()).isZero();
    }

    @Test
    void oneOfSeveralValuesIsEnough() {
        CompiledMatch match = CompiledMatch.of(match(null, new HeaderCondition("x", "^b$")));

        assertThat(match.matches(request("/", Map.of("x", List.of("a", "b"))))).isTrue();
    }

    @Test
    void allConditionsMustHold() {
        CompiledMatch match =
                CompiledMatch.of(match("/shop", new HeaderCondition("a", "1"), new HeaderCondition("b", "2")));
        Map<String, List<String>> both = Map.of("a", List.of("1"), "b", List.of("2"));

        assertThat(match.matches(request("/shop/cart", both))).isTrue();
        assertThat(match.matches(request("/blog", both))).isFalse();
        assertThat(match.matches(request("/shop", Map.of("a", List.of("1"))))).isFalse();
    }

    @Test
    void noConditionTakesEveryRequest() {
        assertThat(CompiledMatch.of(Match.ALL).matches(request("/", Map.of()))).isTrue();
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> CompiledMatch.of(match(null, new HeaderCondition("x", "a("))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("header x")
                .hasMessageContaining("'a('");
        assertThatThrownBy(() -> CompiledMatch.of(match(null, new HeaderCondition("x y", "a"))))
                .hasMessageContaining("'x y'");
        assertThatThrownBy(() -> CompiledMatch.of(match("shop"))).hasMessageContaining("begins with /");
    }

    @ParameterizedTest
    @CsvSource({"abc, abc", "^abc$, abc", "a\\.b, a.b", "a\\-b, a-b", "'', ''"})
    void literalExpressionsStandForOneText(String regex, String text) {
        assertThat(Literals.textOf(regex)).contains(text);
    }

    @ParameterizedTest
    @CsvSource({"a.c", "a+", "(a)", "\\d", "a\\", "[a]"})
    void otherExpressionsDoNot(String regex) {
        assertThat(Literals.textOf(regex)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"^a$, true", "a$, false", "^a, false", "^a\\$, false", "^a.$, false", "^a\\\\$, true"})
    void exactExpressionsAreBoundToBothEnds(String regex, boolean exact) {
        assertThat(Literals.isExact(regex)).isEqualTo(exact);
    }

    @Test
    void quotingIsUndoneByReading() {
        String text = "3f:hello.world (a|b) [c]{2} $x^ \\ *?+";

        assertThat(Literals.textOf(Literals.quote(text))).contains(text);
    }

    private static Match match(@Nullable String prefix, HeaderCondition... headers) {
        return new Match(List.of(headers), prefix);
    }

    private static RequestHead request(String path, Map<String, List<String>> headers) {
        return new RequestHead() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public Iterable<String> headers(String lowerCaseName) {
                return headers.getOrDefault(lowerCaseName, List.of());
            }
        };
    }
}
