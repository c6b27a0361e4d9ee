package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * 10,000 intercepts and 1,000 people: the same statements as with 10, and each by an index. Two services stand side by side, one with
 * few and one with many, and are asked in turns, so that what else the machine does slows both. How long each page takes, and how much
 * longer than with 10, is printed and kept in {@code target/scale.md}; nothing is asserted of it, for that depends on the machine.
 */
class ScaleTest {

    private static final int FEW = 10;
    private static final int MANY = 10_000;
    private static final int PEOPLE = 1_000;

    /** {@code -Dscale.runs=201} where the times are to be kept. */
    private static final int RUNS = Integer.getInteger("scale.runs", 3);

    private static final Map<String, Object> MANY_REQUESTS = Map.of("intercepts.api.requests-per-minute", 1_000_000);

    /** Reading one of these from end to end is what must not happen. */
    private static final Pattern WHOLE_TABLE =
            Pattern.compile("Seq Scan on (intercepts|previews|audit|users|memberships|web_sessions|api_keys)\\b");

    private static final Pattern ROW = Pattern.compile("row-\\d+(?=[\"<])");

    private static final List<String> PAGES = List.of(
            "/",
            "/?q=row",
            "/?q=row-1",
            "/?q=zoe",
            "/?q=nowhere",
            "/?q=member-1",
            "/intercepts/{id}",
            "/clusters",
            "/audit",
            "/audit?who=member-1",
            "/audit?q=row-1",
            "/audit?q=nowhere",
            "/api-keys",
            "/settings",
            "/api/v1/intercepts",
            "/api/v1/intercepts?q=row",
            "/api/v1/intercepts?q=row-1",
            "/api/v1/intercepts?q=zoe",
            "/api/v1/intercepts?q=nowhere",
            "/api/v1/intercepts?limit=10",
            "/api/v1/intercepts/{id}",
            "/api/v1/intercepts/{id}/preview",
            "/api/v1/clusters",
            "/api/v1/audit",
            "/api/v1/audit?subject={id}",
            "/api/v1/audit?q=row-1",
            "/api/v1/api-keys",
            "/api/v1/organization/public-previews",
            "/api/v1/me");

    /** A service with so many intercepts, and somebody who looks at them. */
    private static final class Stocked {

        private final RunningService service;
        private final JdbcTemplate database;
        private final TestBrowser browser;
        private final CommandLine zoe;
        private final CommandLine.Registered first;

        Stocked(RunningService service, int intercepts) {
            this.service = service;
            database = new JdbcTemplate(service.context.getBean(DataSource.class));
            browser = service.browser();
            String organization = "scale-" + System.nanoTime();
            service.clock.forward(Duration.ofMinutes(1));
            service.github.person("zoe", organization);
            zoe = CommandLine.loggedIn(service, "zoe", organization);
            browser.signIn("zoe", organization, "/");
            first = zoe.register("row-0");
            zoe.preview(first.interceptId());
            fill(database, first, intercepts);
        }

        String ask(String page) {
            String path = page.replace("{id}", first.interceptId());
            HttpResponse<String> answer = path.startsWith("/api/") ? zoe.get(path) : browser.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            return answer.body();
        }

        /** How many intercepts the page names. */
        long rows(String page) {
            return ROW.matcher(ask(page))
                    .results()
                    .map(MatchResult::group)
                    .distinct()
                    .count();
        }

        List<String> statements(String page) {
            return service.sql.of(() -> ask(page));
        }

        long micros(String page) {
            long start = System.nanoTime();
            ask(page);
            return (System.nanoTime() - start) / 1000;
        }
    }

    @Test
    void tenThousandCostWhatTenCost() throws IOException {
        try (RunningService one = RunningService.another(MANY_REQUESTS);
                RunningService other = RunningService.another(MANY_REQUESTS)) {
            Stocked few = new Stocked(one, FEW);
            Stocked many = new Stocked(other, MANY);
            for (String page : PAGES) {
                List<String> statements = many.statements(page);
                assertThat(statements).as(page).hasSameSizeAs(few.statements(page));
                assertThat(statements.size()).as(page).isLessThanOrEqualTo(14);
                // Words that are looked for anywhere in a name need every row of the organization, though not of
                // others.
                if (!page.contains("?q=")) {
                    statements.forEach(statement -> assertThat(plan(many.service, statement))
                            .as(page + "\n" + statement)
                            .doesNotContainPattern(WHOLE_TABLE));
                }
            }
            String table = times(few, many);
            System.out.println(table);
            Files.writeString(Path.of("target", "scale.md"), table);
        }
    }

    private static String times(Stocked few, Stocked many) {
        StringBuilder table =
                new StringBuilder("| page | statements | rows | 10 | 10,000 | ratio |\n|---|---|---|---|---|---|\n");
        for (String page : PAGES) {
            for (int i = 0; i < RUNS; i++) {
                few.ask(page);
                many.ask(page);
            }
        }
        for (String page : PAGES) {
            long[] before = new long[RUNS];
            long[] now = new long[RUNS];
            for (int i = 0; i < RUNS; i++) {
                before[i] = few.micros(page);
                now[i] = many.micros(page);
            }
            Arrays.sort(before);
            Arrays.sort(now);
            table.append("| `%s` | %d | %d → %d | %.1f ms | %.1f ms | %.2f |%n"
                    .formatted(
                            page,
                            many.statements(page).size(),
                            few.rows(page),
                            many.rows(page),
                            before[RUNS / 2] / 1000.0,
                            now[RUNS / 2] / 1000.0,
                            (double) now[RUNS / 2] / before[RUNS / 2]));
        }
        return table.toString();
    }

    /** As PostgreSQL plans a statement without knowing its parameters. */
    private static String plan(RunningService service, String statement) {
        AtomicInteger number = new AtomicInteger();
        String numbered =
                Pattern.compile("\\?").matcher(statement).replaceAll(match -> "\\$" + number.incrementAndGet());
        try (Connection connection = simple(service);
                Statement explain = connection.createStatement();
                ResultSet lines = generic(explain, numbered, number.get())) {
            StringBuilder plan = new StringBuilder();
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
            return plan.toString();
        } catch (SQLException e) {
            throw new IllegalStateException(numbered, e);
        }
    }

    private static ResultSet generic(Statement explain, String sql, int parameters) throws SQLException {
        explain.execute("set plan_cache_mode = force_generic_plan");
        // So a table is read whole only where no index would do; small ones would be otherwise.
        explain.execute("set enable_seqscan = off");
        explain.execute("prepare seen as " + sql);
        String values = String.join(", ", Collections.nCopies(parameters, "null"));
        return explain.executeQuery("explain execute seen" + (parameters == 0 ? "" : "(" + values + ")"));
    }

    /** A connection that sends statements as they are: the usual one wants a value for each {@code $1}. */
    private static Connection simple(RunningService service) throws SQLException {
        try (Connection usual = service.context.getBean(DataSource.class).getConnection()) {
            String url = usual.getMetaData().getURL();
            return DriverManager.getConnection(
                    url + (url.contains("?") ? "&" : "?") + "preferQueryMode=simple",
                    usual.getMetaData().getUserName(),
                    "");
        }
    }

    /** Rows as if people had made them, up to so many intercepts. */
    private static void fill(JdbcTemplate database, CommandLine.Registered first, int intercepts) {
        UUID id = UUID.fromString(first.interceptId());
        int people = Math.max(1, intercepts * PEOPLE / MANY);
        database.update("""
                insert into users (id, github_id, login, name, created_at)
                select gen_random_uuid(), 9000000 + n, 'member-' || n, 'Member ' || n, now()
                from generate_series(1, ?) n on conflict do nothing""", people);
        database.update("""
                insert into memberships (user_id, organization_id, confirmed_at, owner)
                select u.id, i.organization_id, now(), false from users u, intercepts i
                where u.login like 'member-%' and i.id = ? on conflict do nothing""", id);
        database.update("""
                insert into intercepts (id, organization_id, cluster_id, owner_id, namespace, name, workload, mechanism,
                    match_lines, preview_headers, target, laptop, session_id, state, message, created_at)
                select gen_random_uuid(), i.organization_id, i.cluster_id, u.id, i.namespace, 'row-' || n,
                    i.workload, i.mechanism, i.match_lines, i.preview_headers, i.target, i.laptop, i.session_id, i.state,
                    i.message, i.created_at - n * interval '1 second'
                from intercepts i, generate_series(1, ? - 1) n
                    join users u on u.login = 'member-' || (1 + n % ?)
                where i.id = ? on conflict do nothing""", intercepts, people, id);
        database.update("""
                insert into previews (intercept_id, label, access, ingress_host, ingress_port, ingress_tls, created_at,
                    organization_id)
                select i.id, substr(md5(i.id::text), 1, 26), 'PRIVATE', 'ingress', 80, false, i.created_at, i.organization_id
                from intercepts i join intercepts f on f.organization_id = i.organization_id
                where f.id = ? on conflict do nothing""", id);
        database.update("""
                insert into audit (id, organization_id, at, actor, action, subject_id, text)
                select gen_random_uuid(), i.organization_id, i.created_at, u.login, 'INTERCEPT_CREATED', i.id,
                    u.name || ' made the intercept ' || i.name
                from intercepts i join users u on u.id = i.owner_id join intercepts f on f.organization_id = i.organization_id
                where f.id = ?""", id);
        settle(database);
    }

    /**
     * As autovacuum does it by itself, later: until every page is known to be visible to all, an index alone is not enough. One vacuum right
     * after the rows were written sees some of them as too new for that.
     */
    private static void settle(JdbcTemplate database) {
        database.execute("analyze");
        await().until(() -> {
            database.execute("vacuum");
            return Boolean.TRUE.equals(database.queryForObject(
                    "select bool_and(relallvisible = relpages) from pg_class where relname in ('intercepts', 'audit', 'users')",
                    Boolean.class));
        });
    }
}
