package dev.intercepts.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks at what is awaited at once, then after 5, 10, 20, 40 and 80 ms, then every 100 ms, in every test of a module that has this on
 * its class path. By itself Awaitility looks first after 100 ms, though most of what is awaited is there within a few. A test that
 * names an interval of its own keeps it. What throws meanwhile is not there yet; the last exception is told when the time is up.
 */
public final class PromptAwaits implements BeforeAllCallback {

    private static final int FIRST_MILLIS = 5;
    private static final int LONGEST_MILLIS = 100;
    private static final int DOUBLINGS = 5;

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollInterval((pollCount, previous) -> interval(pollCount));
        Awaitility.ignoreExceptionsByDefault();
    }

    /**
     * How long to wait after a look.
     *
     * @param pollCount how many there have been, from 1 on
     */
    static Duration interval(int pollCount) {
        return Duration.ofMillis(Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(pollCount - 1, DOUBLINGS)));
    }
}
