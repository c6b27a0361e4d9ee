package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An upgrade keeps what is stored, from every state that a release may have left; each has its rows in {@code migrations/}. */
class MigrationsTest {

    private final TestPostgres postgres = TestPostgres.shared();

    static IntStream states() {
        return IntStream.rangeClosed(1, latest(TestPostgres.shared()));
    }

    @ParameterizedTest
    @MethodSource("states")
    void upgradeKeepsWhatIsStored(int state) throws Exception {
        String url = postgres.newDatabase();
        for (int version = 1; version <= state; version++) {
            flyway(postgres, url, Integer.toString(version)).migrate();
            execute(url, rowsOf(version));
        }
        Map<String, Long> before = rows(url);

        flyway(postgres, url, "latest").migrate();

        Map<String, Long> after = rows(url);
        assertThat(after).containsAllEntriesOf(before);
        assertThat(before.values()).as("each table of state %d has rows", state).allMatch(count -> count > 0);
        assertThat(columns(url)).isEqualTo(columns(fromEmpty()));
    }

    @Test
    void previewsOfTheFirstFormFindTheirOrganization() throws Exception {
        String url = postgres.newDatabase();
        flyway(postgres, url, "1").migrate();
        execute(url, rowsOf(1));

        flyway(postgres, url, "latest").migrate();

        assertThat(query(
                        url,
                        "select count(*) from previews p join intercepts i on i.id = p.intercept_id"
                                + " where p.organization_id = i.organization_id and not p.cors_preflights"))
                .containsExactly("2");
    }

    private String fromEmpty() {
        String url = postgres.newDatabase();
        flyway(postgres, url, "latest").migrate();
        return url;
    }

    private static int latest(TestPostgres postgres) {
        MigrationInfo[] all =
                flyway(postgres, postgres.newDatabase(), "latest").info().all();
        return Integer.parseInt(all[all.length - 1].getVersion().getVersion());
    }

    private static Flyway flyway(TestPostgres postgres, String url, String target) {
        return Flyway.configure()
                .dataSource(url, postgres.user(), postgres.password())
                .locations("classpath:db/migration")
                .target(target)
                .load();
    }

    /** A migration without rows of its own is not tried by an upgrade: add its file. */
    private static String rowsOf(int version) throws IOException {
        String file = "/migrations/V" + version + ".sql";
        try (InputStream sql = MigrationsTest.class.getResourceAsStream(file)) {
            assertThat(sql)
                    .as("src/test/resources%s, with rows of what migration %d makes", file, version)
                    .isNotNull();
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Map<String, Long> rows(String url) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        List<String> tables = query(
                url,
                "select table_name from information_schema.tables where table_schema = 'public'"
                        + " and table_name not like 'flyway%'");
        for (String table : tables) {
            rows.put(
                    table,
                    Long.parseLong(query(url, "select count(*) from " + table).getFirst()));
        }
        return rows;
    }

    private List<String> columns(String url) throws SQLException {
        return query(
                url,
                "select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable"
                        + " from information_schema.columns where table_schema = 'public' order by 1");
    }

    private void execute(String url, String sql) throws SQLException {
        try (Connection connection = postgres.connect(url);
                Statement statement = connection.createStatement()) {
            for (String part : Arrays.asList(sql.split(";\n"))) {
                statement.execute(part);
            }
        }
    }

    private List<String> query(String url, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = postgres.connect(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                values.add(result.getString(1));
            }
        }
        return values;
    }
}
