package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.intercepts.cloud.audit.AuditAction;
import dev.intercepts.cloud.audit.AuditTrail;
import dev.intercepts.cloud.intercepts.Intercepts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Exports of the audit trail that last, and those that fail: whoever has one to its end has all of it. */
class AuditExportTest {

    private static final String API = "/api/v1/audit/export?actor=ada&format=";
    private static final String PAGE = "/audit/export?who=ada&format=";

    private static final String WAITING = "select pid from pg_locks"
            + " where not granted and database = (select oid from pg_database where datname = current_database())";

    /** Of the same time limit as all that is answered later. */
    @RestController
    static class Never {
        @GetMapping("/api/v1/never")
        DeferredResult<String> never() {
            return new DeferredResult<>();
        }
    }

    @Test
    void exportThatLastsIsWhole() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                RunningService service =
                        RunningService.another(Map.of("spring.mvc.async.request-timeout", "1ms"), Never.class)) {
            Person tessa = Person.of(service);
            tessa.records(5);
            DataSource database = service.context.getBean(DataSource.class);
            CompletableFuture<HttpResponse<String>> byApi;
            CompletableFuture<HttpResponse<String>> byPage;
            try (Connection other = database.getConnection()) {
                other.setAutoCommit(false);
                other.createStatement().execute("lock table audit in access exclusive mode");
                byApi = client.sendAsync(tessa.byApi("CSV"), BodyHandlers.ofString());
                byPage = client.sendAsync(tessa.byPage("CSV"), BodyHandlers.ofString());
                await().until(
                                () -> new JdbcTemplate(database).queryForList(WAITING, Integer.class),
                                waiting -> waiting.size() == 2);
                assertThat(tessa.command.get("/api/v1/never").statusCode())
                        .as("what came later and is late by now")
                        .isEqualTo(503);
                other.rollback();
            }
            assertThat(byApi.get(20, TimeUnit.SECONDS).body().lines()).hasSize(6);
            assertThat(byPage.get(20, TimeUnit.SECONDS).body().lines()).hasSize(6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CSV", "JSON_LINES"})
    void exportThatFailsOnItsWayIsNotTakenForAWhole(String format) {
        RunningService service = RunningService.shared();
        Person tessa = Person.of(service);
        tessa.records(1_200);
        tessa.makeOldestUnreadable();
        for (HttpRequest request : new HttpRequest[] {tessa.byApi(format), tessa.byPage(format)}) {
            assertThatThrownBy(() -> send(request)).as(request.toString()).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void exportThatFailsAtItsBeginningSaysSo() {
        RunningService service = RunningService.shared();
        Person tessa = Person.of(service);
        tessa.records(1);
        tessa.makeOldestUnreadable();
        HttpResponse<String> api = send(tessa.byApi("CSV"));
        assertThat(api.statusCode()).isEqualTo(500);
        assertThat(api.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(api.headers().firstValue("Content-Disposition")).isEmpty();
        HttpResponse<String> page = send(tessa.byPage("CSV"));
        assertThat(page.statusCode()).isEqualTo(500);
        assertThat(page.headers().firstValue("Content-Disposition")).isEmpty();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Somebody with a trail of their own. */
    private record Person(RunningService service, CommandLine command, TestBrowser browser, UUID organizationId) {

        static Person of(RunningService service) {
            String organization = "export-" + System.nanoTime();
            service.github.person("tessa", organization);
            CommandLine command = CommandLine.loggedIn(service, "tessa", organization);
            TestBrowser browser = service.browser();
            browser.signIn("tessa", organization, "/");
            UUID intercept = UUID.fromString(command.register("exported").interceptId());
            UUID organizationId = service.context
                    .getBean(Intercepts.class)
                    .live(List.of(intercept))
                    .getFirst()
                    .organizationId();
            return new Person(service, command, browser, organizationId);
        }

        void records(int count) {
            AuditTrail trail = service.context.getBean(AuditTrail.class);
            service.context.getBean(TransactionOperations.class).executeWithoutResult(status -> {
                for (int i = 0; i < count; i++) {
                    trail.record(organizationId, "ada", AuditAction.PREVIEW_CHANGED, organizationId, "entry " + i);
                }
            });
        }

        /** As a row would be that a newer version of the service wrote. */
        void makeOldestUnreadable() {
            new JdbcTemplate(service.context.getBean(DataSource.class))
                    .update(
                            "update audit set action = 'NOTHING_KNOWN' where id = (select id from audit"
                                    + " where organization_id = ? and actor = 'ada' order by at, id limit 1)",
                            organizationId);
        }

        HttpRequest byApi(String format) {
            return HttpRequest.newBuilder(URI.create(service.url + API + format))
                    .header("Authorization", "Bearer " + command.accessToken)
                    .build();
        }

        HttpRequest byPage(String format) {
            return HttpRequest.newBuilder(URI.create(service.url + PAGE + format))
                    .header("Cookie", TestBrowser.header(browser.cookies))
                    .build();
        }
    }
}
