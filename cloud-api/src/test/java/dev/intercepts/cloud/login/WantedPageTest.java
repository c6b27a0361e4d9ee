package dev.intercepts.cloud.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.web.savedrequest.SavedRequest;

class WantedPageTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/audit", "/audit?q=a+b%26c&q=", "/visit?return=//a", "/caf%C3%A9?", "/a?b?c"})
    void leadsBackToWhereOneWanted(String address) {
        assertThat(WantedPage.decoded(WantedPage.encoded(address)).map(SavedRequest::getRedirectUrl))
                .hasValue(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "//evil.example",
                "/\\evil.example",
                "\\/evil.example",
                "https://evil.example",
                "/\t/evil.example",
                "/a\r\nb",
                "/a b",
                "/{a}",
                "/\u0000",
                "/\u00ff",
                "/?a=%zz",
                "/%",
            })
    void leadsNowhereElse(String address) {
        String value =
                Base64.getUrlEncoder().withoutPadding().encodeToString(address.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(WantedPage.decoded(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "L", "Ly9l====", "not base64!", "//evil.example"})
    void isNoneWhereItIsNotEncoded(String value) {
        assertThat(WantedPage.decoded(value)).isEmpty();
    }

    @Test
    void fitsIntoACookie() {
        String longest = "/" + "x".repeat(WantedPage.LONGEST - 1);
        assertThat(WantedPage.encoded(longest).length() + "__Host-intercepts-wanted".length())
                .isLessThanOrEqualTo(4096);
        assertThat(WantedPage.decoded(WantedPage.encoded(longest))).isPresent();
        assertThat(WantedPage.decoded(WantedPage.encoded(longest + "x"))).isEmpty();
    }

    @Test
    void parametersAreReadAsTheContainerReadsThem() {
        SavedRequest saved = WantedPage.decoded(WantedPage.encoded("/a?x=1+%2B&x=%C3%A9&y&z=a=b"))
                .orElseThrow();
        assertThat(saved.getParameterValues("x")).containsExactly("1 +", "\u00e9");
        assertThat(saved.getParameterValues("y")).containsExactly("");
        assertThat(saved.getParameterValues("z")).containsExactly("a=b");
        assertThat(saved.getParameterValues("w")).isNullOrEmpty();
    }
}
