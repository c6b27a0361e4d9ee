package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.previews.PreviewDirectory;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A service that starts reads its previews by pages before it opens, and not each by itself. */
class PreviewsAtStartTest {

    private static final int FEW = 10;
    private static final int MANY = 2_500;

    /** Of a page: previews, intercepts, organizations, people. */
    private static final int STATEMENTS = 4;

    @Test
    void areReadByPagesOfAThousand() {
        Map<String, Object> database = TestPostgres.shared().newDatabaseProperties();
        try (RunningService first = RunningService.another(database)) {
            first.github.person("tara", "acme");
            CommandLine tara = CommandLine.loggedIn(first, "tara", "acme");
            UUID intercept = UUID.fromString(tara.register("row").interceptId());
            tara.preview(intercept.toString());
            fill(first, intercept, FEW);
        }
        List<String> few;
        try (RunningService second = RunningService.another(database)) {
            few = second.sql.atStart();
            fill(second, found(second, FEW), MANY);
        }
        try (RunningService third = RunningService.another(database)) {
            found(third, MANY);
            assertThat(third.sql.atStart()).hasSize(few.size() + 2 * STATEMENTS);
        }
    }

    /** Makes sure that the directory knows them all, and returns one's intercept. */
    private static UUID found(RunningService service, int count) {
        JdbcTemplate database = service.context.getBean(JdbcTemplate.class);
        PreviewDirectory directory = service.context.getBean(PreviewDirectory.class);
        List<String> labels = database.query("select label from previews", (row, number) -> row.getString(1));
        assertThat(labels)
                .hasSize(count)
                .allSatisfy(
                        label -> assertThat(directory.find(label).orElseThrow().ownerName())
                                .isEqualTo("TARA"));
        return UUID.fromString(directory.find(labels.getFirst()).orElseThrow().interceptId());
    }

    /** Rows as if somebody had made them, up to so many. */
    private static void fill(RunningService service, UUID first, int count) {
        JdbcTemplate database = service.context.getBean(JdbcTemplate.class);
        database.update("""
                insert into intercepts (id, organization_id, cluster_id, owner_id, namespace, name, workload, mechanism,
                    match_lines, preview_headers, target, laptop, session_id, state, message, created_at)
                select gen_random_uuid(), organization_id, cluster_id, owner_id, namespace, 'row-' || ? || '-' || n, workload,
                    mechanism, match_lines, preview_headers, target, laptop, session_id, state, message, created_at
                from intercepts, generate_series(1, ? - (select count(*) from intercepts)) n where id = ?""", count, count, first);
        database.update("""
                insert into previews (intercept_id, label, access, ingress_host, ingress_port, ingress_tls, created_at,
                    organization_id)
                select id, substr(md5(id::text), 1, 26), 'PRIVATE', 'ingress', 80, false, created_at, organization_id
                from intercepts where id not in (select intercept_id from previews)""");
    }
}
