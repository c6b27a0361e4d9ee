package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookiesTest {

    @Test
    void setsCookiesThatNoOtherHostAndNoScriptReaches() {
        Cookies cookies = new Cookies(true);
        assertThat(cookies.setVisit("t", 60))
                .isEqualTo("__Host-intercepts-visit=t; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
        assertThat(cookies.setNonce("nonce-of-a-login"))
                .isEqualTo(
                        "__Host-intercepts-nonce-nonce-=nonce-of-a-login; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; "
                                + "Secure");
        assertThat(cookies.dropNonce("nonce-of-a-login"))
                .startsWith("__Host-intercepts-nonce-nonce-=; Path=/; Max-Age=0; ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a=b~a=b",
                "a=b; Domain=preview.localhost; Path=/~a=b; Path=/",
                "a=b; path=/;DOMAIN~a=b; path=/",
                "a=domain~a=domain",
                "intercepts-visit=forged~",
                "__Host-intercepts-visit=forged; Secure~",
                "__HOST-Intercepts-Nonce=x~",
                "intercepts-visit~"
            })
    void keepsWhatAnApplicationSetsWithinItsPreview(String setCookie, String kept) {
        assertThat(Cookies.fromApplication(setCookie)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a=b; c=d~a=b; c=d",
                "a=b; intercepts-visit=s; c=d~a=b; c=d",
                "__Host-intercepts-visit=s~''",
                "INTERCEPTS-NONCE=n;a=b~a=b"
            })
    void keepsItsOwnFromApplications(String cookies, String passed) {
        assertThat(Cookies.withoutOurs(cookies)).isEqualTo(passed);
    }
}
