package dev.intercepts.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The PostgreSQL that tests of what is stored run on, one for this JVM: a container where there is Docker ({@code
 * -Dtest.postgres.image} names another image than the official one), the embedded one elsewhere.
 */
final class TestPostgres {

    private static final String DEFAULT_IMAGE = "postgres:17";

    private static final TestPostgres SHARED = start();

    private final String server;
    private final String user;
    private final String password;
    private final AtomicInteger databases = new AtomicInteger();

    private TestPostgres(String server, String user, String password) {
        this.server = server;
        this.user = user;
        this.password = password;
    }

    static TestPostgres shared() {
        return SHARED;
    }

    /** The properties by which a hosted service takes a new database of it. */
    Map<String, Object> newDatabaseProperties() {
        return Map.of(
                "spring.datasource.url",
                newDatabase(),
                "spring.datasource.username",
                user,
                "spring.datasource.password",
                password);
    }

    /** Makes a database and returns its JDBC URL. */
    String newDatabase() {
        String name = "test_" + databases.incrementAndGet();
        try (Connection connection = connect(server + "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
            return server + name;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make the database " + name, e);
        }
    }

    Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    private static TestPostgres start() {
        return inContainer().orElseGet(TestPostgres::embedded);
    }

    private static Optional<TestPostgres> inContainer() {
        // Testcontainers looks long and loudly where there is none.
        boolean perhaps = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        if (!perhaps || !DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        String image = System.getProperty("test.postgres.image", DEFAULT_IMAGE);
        PostgreSQLContainer container =
                new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
        // Not by its log: the official image says that it is ready while it still sets itself up, without TCP.
        container.waitingFor(Wait.forSuccessfulCommand("pg_isready --host=127.0.0.1"));
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
        System.out.println("tests of what is stored run on " + image);
        return Optional.of(new TestPostgres(
                "jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(5432) + "/",
                container.getUsername(),
                container.getPassword()));
    }

    private static TestPostgres embedded() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(
                            Files.createTempDirectory("postgres-programs").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    postgres.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return new TestPostgres("jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/", "postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
