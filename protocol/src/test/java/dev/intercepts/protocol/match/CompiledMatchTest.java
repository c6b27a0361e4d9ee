package dev.intercepts.protocol.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
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
