package dev.intercepts.dashboard.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.help.HelpTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    403 | This preview is for members of acme. | This preview is for members of acme.
                    403 | Forbidden                            | The form is too old, or it is not yours to send. Load the page again.
                    404 | No static resource x.               | There is nothing at this address.
                    404 | This preview URL has ended.          | This preview URL has ended.
                    401 | anything at all                      | Load the page again to sign in.
                    """)
    void saysWhatHelps(int status, String said, String explanation) {
        assertThat(ErrorWords.explanation(status, said)).isEqualTo(explanation);
    }

    @ParameterizedTest
    @CsvSource({
        "401, anything at all, SIGN_IN",
        "403, This preview is for members of acme., NOT_ALLOWED",
        "403, Forbidden, REFUSED",
        "404, No static resource x., NOTHING_HERE",
        "429, Too many codes., TOO_MUCH",
        "400, days: 0, REFUSED",
        "500, duplicate key in table users, BROKEN"
    })
    void leadsToWhatHelps(int status, String said, HelpTopic topic) {
        assertThat(ErrorWords.topic(status, said)).isEqualTo(topic);
    }

    @Test
    void ownFaultsTellNothingOfTheirInside() {
        assertThat(ErrorWords.explanation(500, "duplicate key in table users")).doesNotContain("users");
    }
}
