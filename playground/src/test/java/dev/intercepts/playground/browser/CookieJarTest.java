package dev.intercepts.playground.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieJarTest {

    private final CookieJar jar = new CookieJar(Clock.systemUTC());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://a.localhost/x | n=1                                  | http://a.localhost/   | n=1",
                "http://a.localhost/  | n=1                                  | http://b.localhost/   | ''",
                "http://a.localhost/  | n=1                                  | http://x.a.localhost/ | ''",
                "http://a.localhost/  | n=1; Domain=a.localhost              | http://x.a.localhost/ | n=1",
                "http://a.localhost/  | n=1; Domain=b.localhost              | http://b.localhost/   | ''",
                "http://a.localhost/  | n=1; Path=/in                        | http://a.localhost/in/x | n=1",
                "http://a.localhost/  | n=1; Path=/in                        | http://a.localhost/inside | ''",
                "http://a.localhost/  | n=1; Max-Age=0                       | http://a.localhost/   | ''",
                "http://a.localhost/  | n=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT | http://a.localhost/ | ''",
                "http://a.localhost/  | __Host-n=1; Path=/; Secure           | http://a.localhost/   | __Host-n=1",
                "http://a.localhost/  | __Host-n=1; Path=/                   | http://a.localhost/   | ''",
                "http://a.example/    | n=1; Secure                          | http://a.example/     | ''",
                "https://a.example/   | n=1; Secure                          | http://a.example/     | ''",
            })
    void cookiesGoWhereBrowsersSendThem(String from, String line, String to, String sent) {
        jar.keep(URI.create(from), List.of(line));
        assertThat(jar.headerFor(URI.create(to))).isEqualTo(sent);
    }

    @Test
    void newValueTakesThePlaceOfTheOld() {
        URI uri = URI.create("http://a.localhost/");
        jar.keep(uri, List.of("n=1", "m=1", "n=2"));
        assertThat(jar.headerFor(uri)).isEqualTo("m=1; n=2");
    }
}
