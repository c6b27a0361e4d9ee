package dev.intercepts.e2e;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/** axe-core, which knows what keeps people from using a page; contrast is to be that of WCAG's level AAA. */
final class Axe {

    private static final String ARTIFACT = "META-INF/maven/org.webjars.npm/axe-core/pom.properties";
    private static final String SCRIPT = script();

    private Axe() {}

    /** What it finds on the page: a line for each rule that is broken, with where. */
    static List<String> findings(Page page) {
        // Through the debugger, which the page's policy does not bind.
        page.evaluate("() => { if (!window.axe) { " + SCRIPT + "\n} }");
        Object found = page.evaluate("""
                async () => (await axe.run(document, { resultTypes: ['violations'],
                    rules: { 'color-contrast-enhanced': { enabled: true } } })).violations
                  .map(rule => rule.id + ': ' + rule.help + ': ' + rule.nodes.map(node => node.target.join(' ')).join(', '))
                """);
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    private static String script() {
        try {
            Properties artifact = new Properties();
            try (InputStream in = resource(ARTIFACT)) {
                artifact.load(in);
            }
            try (InputStream in = resource(
                    "META-INF/resources/webjars/axe-core/" + artifact.getProperty("version") + "/axe.min.js")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        InputStream in = Axe.class.getClassLoader().getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException(name + " is not on the class path");
        }
        return in;
    }
}
