package dev.intercepts.dashboard.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.help.HelpTopic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HelpPageTest {

    @ParameterizedTest
    @EnumSource
    void hasASectionForEachTopic(HelpTopic topic) throws IOException {
        try (InputStream page = HelpPageTest.class.getResourceAsStream("/templates/help.html")) {
            assertThat(new String(Objects.requireNonNull(page).readAllBytes(), StandardCharsets.UTF_8))
                    .containsOnlyOnce("<section id=\"" + topic.anchor() + "\">");
        }
    }
}
