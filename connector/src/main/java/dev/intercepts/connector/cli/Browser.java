package dev.intercepts.connector.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Opens pages in the user's browser: {@code BROWSER} where it is set, else what the system has for it. */
final class Browser {

    private final Map<String, String> environment;

    Browser(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Tries to; where it cannot, the address has been printed already. */
    void open(String url) {
        for (String program : programs()) {
            try {
                new ProcessBuilder(program, url)
                        .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return;
            } catch (IOException e) {
                // Not there: the next one, and in the end the printed address.
                continue;
            }
        }
    }

    private List<String> programs() {
        String chosen = environment.get("BROWSER");
        if (chosen != null && !chosen.isBlank()) {
            return List.of(chosen);
        }
        return System.getProperty("os.name", "").startsWith("Mac") ? List.of("open") : List.of("xdg-open");
    }
}
