package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it starts for somebody who has configured no database and no key: with its own, in its data directory. */
class EmbeddedDatabaseTest {

    @TempDir
    Path data;

    @Test
    void serviceWithoutADatabaseBringsItsOwnAndKeepsIt() throws IOException {
        CommandLine.Registered intercept;
        CommandLine before;
        long postmaster;
        try (RunningService service = RunningService.withoutDatabase(data)) {
            service.github.person("emma", "embedded");
            before = CommandLine.loggedIn(service, "emma", "embedded");
            intercept = before.register("kept");
            postmaster = Long.parseLong(
                    Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst());
            assertThat(ProcessHandle.of(postmaster)).get().matches(ProcessHandle::isAlive);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secret-key"))))
                    .isEqualTo("rw-------");
        }
        assertThat(data.resolve("postgres/postmaster.pid"))
                .as("left by its PostgreSQL when the service has ended")
                .doesNotExist();
        await().untilAsserted(() -> assertThat(ProcessHandle.of(postmaster).filter(ProcessHandle::isAlive))
                .isEmpty());
        String key = Files.readString(data.resolve("secret-key"));

        try (RunningService service = RunningService.withoutDatabase(data)) {
            CommandLine after = new CommandLine(service);
            after.accessToken = before.accessToken;
            assertThat(after.get("/api/v1/intercepts/" + intercept.interceptId())
                            .body())
                    .contains("\"name\":\"kept\"");
        }
        assertThat(data.resolve("secret-key")).content().isEqualTo(key);
    }
}
