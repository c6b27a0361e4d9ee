package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GitHub takes questions and does not answer them: that is a nuisance to whoever it is asked about, and to nobody else. */
class SilentGitHubTest {

    /** More than there are connections to the database. */
    private static final int CALLS = 12;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final RunningService service = RunningService.another(Map.of("intercepts.github.patience", "10m"));

    @BeforeEach
    void people() {
        service.github.person("ada", "acme");
        service.github.person("grace", "acme");
    }

    @AfterEach
    void close() throws IOException {
        service.github.down(false);
        service.github.silent(false);
        callers.shutdownNow();
        service.close();
    }

    @Test
    void othersAreServedWhileOneWaitsManyTimes() throws IOException {
        CommandLine ada = CommandLine.loggedIn(service, "ada", "acme");
        service.clock.forward(Duration.ofMinutes(59));
        CommandLine grace = CommandLine.loggedIn(service, "grace", "acme");
        service.github.silent(true);
        assertThat(CALLS)
                .isGreaterThan(service.context.getBean(HikariDataSource.class).getMaximumPoolSize());
        List<CompletableFuture<HttpResponse<String>>> waiting =
                Stream.generate(() -> callsIntercepts(ada)).limit(CALLS).toList();
        await().until(() -> service.github.unanswered() > 0 && underWay() == CALLS);

        assertThat(grace.get("/api/v1/intercepts").statusCode()).isEqualTo(200);

        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThat(service.github.unanswered()).isEqualTo(1);
        service.github.silent(false);
        assertThat(waiting)
                .allSatisfy(call -> assertThat(call.join().statusCode()).isEqualTo(200));
    }

    @Test
    void forAMinuteNobodyAsksAgain() throws IOException {
        TestBrowser browser = signedIn();
        service.clock.forward(Duration.ofMinutes(59));
        service.github.silent(true);
        CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> browser.get("/"), callers);
        await().until(() -> service.github.unanswered() == 1);
        service.github.silent(false);
        assertThat(first.join().statusCode()).isEqualTo(200);
        // Who asked GitHub now would hear of it.
        service.github.person("ada");

        assertThat(browser.get("/").statusCode()).isEqualTo(200);

        service.clock.forward(Duration.ofSeconds(61));
        assertThat(browser.get("/").statusCode()).isEqualTo(302);
    }

    /** Not even in that minute. */
    @Test
    void whatGitHubDoesNotConfirmIsBelievedForTwoHoursAtTheMost() {
        TestBrowser browser = signedIn();
        service.github.down(true);
        service.clock.forward(Duration.ofMinutes(120).minusSeconds(30));
        assertThat(browser.get("/").statusCode()).isEqualTo(200);

        service.clock.forward(Duration.ofSeconds(40));

        assertThat(browser.get("/").statusCode()).isEqualTo(302);
    }

    private TestBrowser signedIn() {
        TestBrowser browser = service.browser();
        assertThat(browser.signIn("ada", "acme", "/").statusCode()).isEqualTo(200);
        return browser;
    }

    private CompletableFuture<HttpResponse<String>> callsIntercepts(CommandLine who) {
        return CompletableFuture.supplyAsync(() -> who.get("/api/v1/intercepts"), callers);
    }

    /** How many requests are being served. */
    private int underWay() {
        return service
                .context
                .getBean(MeterRegistry.class)
                .find("http.server.requests.active")
                .longTaskTimers()
                .stream()
                .mapToInt(LongTaskTimer::activeTasks)
                .sum();
    }
}
