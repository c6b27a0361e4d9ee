package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.listing.ListedIntercept;
import dev.intercepts.cloud.listing.Listing;
import dev.intercepts.cloud.listing.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is on the pages of the list, and what a search finds. */
class ListingTest {

    private final RunningService service = RunningService.shared();
    private final JdbcTemplate database = new JdbcTemplate(service.context.getBean(DataSource.class));
    private final Listing listing = service.context.getBean(Listing.class);
    private final String organization = "listed-" + System.nanoTime();
    private UUID organizationId = new UUID(0, 0);
    private UUID me = new UUID(0, 0);
    private CommandLine others = new CommandLine(service);

    @BeforeEach
    void people() {
        service.clock.forward(Duration.ofMinutes(1));
        service.github.person("lena", organization);
        service.github.person("otto", organization);
        service.github.named("otto", "Otto O'Möbius");
        CommandLine mine = CommandLine.loggedIn(service, "lena", organization);
        others = CommandLine.loggedIn(service, "otto", organization);
        register(others, "Alpha");
        register(mine, "beta");
        register(others, "gamma_ray");
        UUID beta = register(mine, "delta-100%");
        organizationId = id("select organization_id from intercepts where id = ?", beta);
        me = id("select owner_id from intercepts where id = ?", beta);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                    | delta-100% beta gamma_ray Alpha
            ''                   | delta-100% beta gamma_ray Alpha
            ALPHA                | Alpha
            eta                  | beta
            kind                 | delta-100% beta gamma_ray Alpha
            otto                 | gamma_ray Alpha
            möbius               | gamma_ray Alpha
            otto gamma           | gamma_ray
            gamma lena           | ''
            waiting              | delta-100% beta gamma_ray Alpha
            waiting otto a_r     | gamma_ray
            a_p                  | ''
            100%                 | delta-100%
            1%0                  | ''
            betadeployment       | ''
            deployment/beta      | beta
            nowhere              | ''
            """)
    void wordsStandInAnyOfItsNames(@Nullable String text, String found) {
        Listing.Seen seen = listing.seenBy(organizationId, me, text, null, 20);
        assertThat(names(seen)).isEqualTo(found);
        assertThat(seen.total()).isEqualTo(seen.intercepts().size());
        assertThat(seen.andMore()).isFalse();
        List<String> newest = listing.newest(organizationId, text, null, 20).stream()
                .map(listed -> listed.intercept().name())
                .toList();
        assertThat(newest)
                .containsExactlyInAnyOrderElementsOf(seen.intercepts().stream()
                        .map(listed -> listed.intercept().name())
                        .toList());
    }

    @Test
    void whatIsOfAnotherOrganizationIsNotFound() {
        service.github.person("mona", "not-" + organization);
        register(CommandLine.loggedIn(service, "mona", "not-" + organization), "Alpha");
        assertThat(names(listing.seenBy(organizationId, me, "alpha", null, 20))).isEqualTo("Alpha");
        assertThat(names(listing.seenBy(organizationId, me, "mona", null, 20))).isEmpty();
    }

    /** What somebody who left has left behind is found by their name. */
    @Test
    void nameOfSomebodyWhoLeftIsFound() {
        database.update("delete from memberships where organization_id = ? and user_id <> ?", organizationId, me);
        assertThat(names(listing.seenBy(organizationId, me, "otto", null, 20))).isEqualTo("gamma_ray Alpha");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void pagesTogetherAreTheWholeList(int limit) {
        List<String> names = new ArrayList<>();
        Place after = null;
        do {
            Listing.Seen seen = listing.seenBy(organizationId, me, null, after, limit);
            assertThat(seen.total()).isEqualTo(4);
            seen.intercepts().forEach(listed -> names.add(listed.intercept().name()));
            after = seen.last();
        } while (after != null);
        assertThat(names).containsExactly("delta-100%", "beta", "gamma_ray", "Alpha");
    }

    /** It counts no further than a thousand, and looks further than that for the page. */
    @Test
    void othersAreFoundBehindAThousandOfOnesOwn() {
        database.update("""
                insert into intercepts (id, organization_id, cluster_id, owner_id, namespace, name, workload, mechanism,
                    match_lines, preview_headers, target, laptop, session_id, state, message, created_at)
                select gen_random_uuid(), organization_id, cluster_id, owner_id, namespace, 'many-' || n, workload, mechanism,
                    match_lines, preview_headers, target, laptop, session_id, state, message, created_at + interval '1 day'
                from intercepts, generate_series(1, 1000) n where organization_id = ? and name = 'beta'""", organizationId);

        for (String text : List.of("", "kind")) {
            Listing.Seen seen = listing.seenBy(organizationId, me, text, null, 1100);
            assertThat(seen.intercepts()).hasSize(1004);
            assertThat(names(seen)).endsWith(" delta-100% beta gamma_ray Alpha");
            assertThat(seen.total()).isEqualTo(1000);
            assertThat(seen.andMore()).isTrue();
        }
    }

    private static String names(Listing.Seen seen) {
        return String.join(
                " ",
                seen.intercepts().stream()
                        .map((ListedIntercept listed) -> listed.intercept().name())
                        .toList());
    }

    private UUID id(String sql, UUID of) {
        return Objects.requireNonNull(database.queryForObject(sql, UUID.class, of));
    }

    /** Each a second younger than the one before. */
    private UUID register(CommandLine who, String name) {
        service.clock.forward(Duration.ofSeconds(1));
        return UUID.fromString(who.register(name).interceptId());
    }
}
