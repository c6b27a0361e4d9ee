package dev.intercepts.cloud.database;

import dev.intercepts.cloud.settings.HostedSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final @Nullable Postmaster adopted;

    private EmbeddedDatabase(int port, @Nullable EmbeddedPostgres owned, @Nullable Postmaster adopted) {
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
            return new EmbeddedDatabase(postmaster.port(), null, postmaster);
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

    /** Ends the server, whoever is connected to it; it has ended when this returns, unless it cannot be ended. */
    @Override
    public void close() throws IOException {
        if (owned != null) {
            owned.close();
        }
        if (adopted != null) {
            adopted.stop();
        }
    }
}
