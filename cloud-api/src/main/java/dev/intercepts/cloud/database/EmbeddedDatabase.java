package dev.intercepts.cloud.database;

import dev.intercepts.cloud.settings.HostedSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own where none is configured, for trying things out: its files are in the data directory, and it
 * listens on loopback. One that outlived a service that was killed is taken over again.
 */
final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final int port;
    private final @Nullable EmbeddedPostgres owned;
    private final @Nullable ProcessHandle adopted;

    private EmbeddedDatabase(int port, @Nullable EmbeddedPostgres owned, @Nullable ProcessHandle adopted) {
        this.port = port;
        this.owned = owned;
        this.adopted = adopted;
    }

    static EmbeddedDatabase start(HostedSettings settings) throws IOException {
        Path data = settings.dataDir().toAbsolutePath().resolve("postgres");
        Optional<Postmaster> running = Postmaster.of(data);
        if (running.isPresent()) {
            Postmaster postmaster = running.get();
            LOG.atInfo().addKeyValue("port", postmaster.port()).log("Embedded PostgreSQL taken over");
            return new EmbeddedDatabase(postmaster.port(), null, postmaster.process());
        }
        Files.createDirectories(data.getParent());
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(settings.dataDir()
                        .toAbsolutePath()
                        .resolve("postgres-programs")
                        .toFile())
                .setServerConfig("max_connections", "40")
                .setServerConfig("shared_buffers", "32MB")
                .start();
        LOG.atInfo().addKeyValue("port", postgres.getPort()).log("Embedded PostgreSQL started");
        return new EmbeddedDatabase(postgres.getPort(), postgres, null);
    }

    DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser("postgres");
        return source;
    }

    @Override
    public void close() throws IOException {
        if (owned != null) {
            owned.close();
        }
        if (adopted != null) {
            // SIGINT would be PostgreSQL's fast shutdown; SIGTERM waits for our own connections, which are closed by
            // now.
            adopted.destroy();
        }
    }

    /** A server that is running on a data directory, as its {@code postmaster.pid} tells. */
    record Postmaster(ProcessHandle process, int port) {

        static Optional<Postmaster> of(Path dataDirectory) throws IOException {
            Path file = dataDirectory.resolve("postmaster.pid");
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < 4) {
                return Optional.empty();
            }
            int port = Integer.parseInt(lines.get(3).strip());
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(process -> process.info()
                            .command()
                            .map(command -> command.endsWith("postgres"))
                            .orElse(false))
                    .map(process -> new Postmaster(process, port));
        }
    }
}
