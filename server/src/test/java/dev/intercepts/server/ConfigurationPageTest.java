package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/configuration.md} holds every setting of our own, as the code has it. Run with {@code -Dconfiguration.write=true} to
 * bring it up to date.
 */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final String BEGIN = "<!-- begin: written by ConfigurationPageTest -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void pageNamesEverySettingAsTheCodeHasIt() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        String wanted = page.substring(0, begin) + table() + page.substring(end);
        if (Boolean.getBoolean("configuration.write")) {
            Files.writeString(PAGE, wanted);
            return;
        }
        assertThat(page)
                .as("run: mvn test -pl server -am -Dtest=ConfigurationPageTest -Dconfiguration.write=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(wanted);
    }

    private static String table() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (URL url : Collections.list(ConfigurationPageTest.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = url.openStream()) {
                new JsonMapper()
                        .readTree(in)
                        .path("properties")
                        .valueStream()
                        .filter(property -> property.path("name").asString().startsWith("intercepts."))
                        .forEach(property -> rows.put(property.path("name").asString(), row(property)));
            }
        }
        assertThat(rows).as("settings that the compiler has told of").hasSizeGreaterThan(15);
        return "| property | environment | default | what |\n|---|---|---|---|\n" + String.join("", rows.values());
    }

    private static String row(JsonNode property) {
        String name = property.path("name").asString();
        String environment = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        String value = property.has("defaultValue") ? "`" + text(property.path("defaultValue")) + "`" : "";
        String what = property.path("description")
                .asString("")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("\\{@(?:link|value) #?([^}]*)}", "`$1`")
                .replaceAll("\\s+", " ")
                .replace("|", "\\|");
        assertThat(what).as("description of " + name).isNotBlank();
        return "| `%s` | `%s` | %s | %s |\n".formatted(name, environment, value, what);
    }

    private static String text(JsonNode value) {
        return value.isArray() || value.isObject() ? value.toString() : value.asString();
    }
}
