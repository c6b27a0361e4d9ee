package dev.intercepts.cloud.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.intercepts.cloud.settings.HostedSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored outlives a service that is killed, and so does the database, until the next service ends it. */
class EmbeddedDatabaseTest {

    /** Unpacked once for all tests. */
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path programs;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path data;

    @BeforeEach
    void shareThePrograms() throws IOException {
        Files.createSymbolicLink(data.resolve("postgres-programs"), programs);
    }

    @AfterEach
    void unlinkThem() throws IOException {
        Files.delete(data.resolve("postgres-programs"));
    }

    @Test
    void serverThatOutlivedItsServiceIsTakenOverAndEndedByTheNext() throws Exception {
        EmbeddedDatabase killed = EmbeddedDatabase.start(settings());
        execute(killed, "create table kept (n int)");
        execute(killed, "insert into kept values (42)");
        ProcessHandle server =
                Postmaster.of(data.resolve("postgres")).orElseThrow().process();

        // The killed service closed nothing; the next one finds its server.
        try (EmbeddedDatabase next = EmbeddedDatabase.start(settings())) {
            assertThat(Postmaster.of(data.resolve("postgres")).orElseThrow().process())
                    .isEqualTo(server);
            assertThat(number(next, "select n from kept")).isEqualTo(42);
        }

        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void serverThatWasTakenOverEndsThoughSomebodyIsConnected() throws Exception {
        EmbeddedDatabase killed = EmbeddedDatabase.start(settings());
        ProcessHandle server =
                Postmaster.of(data.resolve("postgres")).orElseThrow().process();
        try (Connection forgotten = killed.dataSource().getConnection()) {
            EmbeddedDatabase next = EmbeddedDatabase.start(settings());

            // Less than it waits before it sends another signal.
            assertTimeout(Duration.ofSeconds(9), next::close);

            assertThat(server.isAlive()).isFalse();
            assertThat(forgotten.isValid(1)).isFalse();
        }
    }

    @Test
    void pidFileOfADeadServerIsNotBelieved() throws Exception {
        try (EmbeddedDatabase first = EmbeddedDatabase.start(settings())) {
            execute(first, "create table kept (n int)");
        }
        ProcessHandle other = ProcessHandle.current();
        Files.writeString(
                data.resolve("postgres").resolve("postmaster.pid"),
                String.join("\n", Long.toString(other.pid()), data.toString(), "0", "1", "", "localhost", "", ""));

        assertThat(Postmaster.of(data.resolve("postgres"))).isEmpty();
        try (EmbeddedDatabase second = EmbeddedDatabase.start(settings())) {
            assertThat(number(second, "select count(*) from kept")).isZero();
        }
    }

    private HostedSettings settings() {
        return new HostedSettings(
                URI.create("http://localhost:8080"),
                data,
                null,
                java.util.List.of(),
                "preview.localhost",
                "http://*:8081",
                URI.create("http://localhost:8082"));
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException, IOException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int number(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getInt(1);
        }
    }
}
