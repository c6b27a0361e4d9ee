package dev.intercepts.connector.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    enum Colour {
        RED
    }

    record Inner(String name, @Nullable Integer port) {}

    record Outer(
            Inner inner,
            List<Inner> list,
            Map<String, Inner> map,
            boolean flag,
            long number,
            @Nullable Colour colour) {}

    @Test
    void aRecordComesBackAsItWent() {
        Outer outer = new Outer(
                new Inner("a\"\\\n\t\u0001ü😀\u2028", 80),
                List.of(new Inner("b", null)),
                Map.of("key", new Inner("c", 1)),
                true,
                -9_007_199_254_740_993L,
                Colour.RED);

        String line = Json.write(outer);

        assertThat(line).doesNotContain("\n", "\u2028");
        assertThat(Json.read(line, Outer.class)).isEqualTo(outer);
        assertThat(Json.read(Json.pretty(outer), Outer.class)).isEqualTo(outer);
    }

    @Test
    void absentMembersAreEmptyOrNullAndUnknownOnesIgnored() {
        Outer outer = Json.read("{\"inner\":{\"name\":\"x\",\"later\":[1,{}]},\"new\":null}", Outer.class);

        assertThat(outer).isEqualTo(new Outer(new Inner("x", null), List.of(), Map.of(), false, 0, null));
    }

    @Test
    void prettyIsIndentedByTwo() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a", List.of(1, 2));
        value.put("b", Map.of());

        assertThat(Json.pretty(value)).isEqualTo("""
                {
                  "a": [
                    1,
                    2
                  ],
                  "b": {}
                }""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\" 1}",
                "\"\\x\"",
                "\"\\u12\"",
                "tru",
                "1 2",
                "\"\n\"",
                "-",
                "nul",
                "{\"a\":1,}"
            })
    void whatIsNoJsonIsRefusedWithItsPlace(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("character");
    }

    @Test
    void depthIsLimited() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(JsonException.class);
    }

    @Test
    void anUnknownConstantNamesTheKnownOnes() {
        assertThatThrownBy(() -> Json.read("{\"colour\":\"BLUE\"}", Outer.class))
                .hasMessageContaining("RED");
    }
}
