package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.cloud.clusters.AuthenticatedCluster;
import dev.intercepts.cloud.clusters.ClusterStatus;
import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.previews.PreviewDirectory;
import dev.intercepts.cloud.previews.Previews;
import dev.intercepts.cloud.previews.PublicPreviews;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.cloud.CloudApi.ClusterCredentials;
import dev.intercepts.protocol.cloud.CloudApi.InterceptRegistration;
import dev.intercepts.protocol.cloud.CloudApi.InterceptReport;
import dev.intercepts.protocol.cloud.CloudApi.PreviewRequest;
import dev.intercepts.protocol.cloud.CloudApi.PreviewView;
import dev.intercepts.protocol.intercept.InterceptState;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Two change one row at once. What ends, closes or revokes something holds, whatever else was under way meanwhile. */
class ChangesAtOnceTest {

    private final RunningService service = RunningService.shared();
    private final Clusters clusters = service.context.getBean(Clusters.class);
    private final Intercepts intercepts = service.context.getBean(Intercepts.class);
    private final Previews previews = service.context.getBean(Previews.class);
    private final PublicPreviews publicPreviews = service.context.getBean(PublicPreviews.class);
    private final TransactionTemplate transaction = service.context.getBean(TransactionTemplate.class);
    private final JdbcTemplate database = service.context.getBean(JdbcTemplate.class);
    private final String organization = "at-once-" + System.nanoTime();
    private final String name = "raced-" + System.nanoTime();
    private Person rhea = new Person(UUID.randomUUID(), "", "", null, UUID.randomUUID(), "");
    private CommandLine command = new CommandLine(service);
    private UUID clusterId = UUID.randomUUID();
    private UUID interceptId = UUID.randomUUID();
    private String token = "";

    /** What a cluster's news are written down by. */
    enum News {
        REPORTED,
        LOST,
        FOUND
    }

    @BeforeEach
    void registered() {
        service.github.person("rhea", organization);
        command = CommandLine.loggedIn(service, "rhea", organization);
        CommandLine.Registered registered = command.register(name);
        clusterId = UUID.fromString(registered.clusterId());
        interceptId = UUID.fromString(registered.interceptId());
        token = registered.clusterToken();
        rhea = database.queryForObject(
                "select owner_id, organization_id from intercepts where id = ?",
                (row, number) -> new Person(
                        row.getObject(1, UUID.class), "rhea", "RHEA", null, row.getObject(2, UUID.class), organization),
                interceptId);
    }

    @AfterEach
    void nobodyIsHeldUp() {
        service.sql.before((thread, statement) -> {});
    }

    @ParameterizedTest
    @EnumSource
    void revocationOutlivesWhatIsHeardOfTheClusterMeanwhile(News news) {
        Runnable underWay = news(news);

        meanwhile(underWay, () -> clusters.revoke(rhea, clusterId));

        assertThat(cluster().state()).isEqualTo(ClusterStatus.State.REVOKED);
        assertThat(clusters.authenticate(clusterId.toString(), token)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void soDoesANewToken(News news) {
        Runnable underWay = news(news);
        AtomicReference<ClusterCredentials> renewed = new AtomicReference<>();

        meanwhile(
                underWay,
                () -> renewed.set(clusters.replaceToken(rhea, clusterId).orElseThrow()));

        assertThat(clusters.authenticate(clusterId.toString(), token)).isEmpty();
        assertThat(clusters.authenticate(
                        clusterId.toString(), String.valueOf(renewed.get().token())))
                .isPresent();
    }

    @Test
    void reportThatCameWithAnEndedTokenIsNoReport() {
        AuthenticatedCluster authenticated = authenticated();
        clusters.replaceToken(rhea, clusterId);

        clusters.reported(authenticated, "1");

        assertThat(cluster().state()).isEqualTo(ClusterStatus.State.NEW);
    }

    @Test
    void ofRevokingAndConnectingAgainTheLaterHoldsWhole() {
        clusters.revoke(rhea, clusterId);
        AtomicReference<ClusterCredentials> renewed = new AtomicReference<>();

        meanwhile(
                () -> renewed.set(clusters.replaceToken(rhea, clusterId).orElseThrow()),
                () -> clusters.revoke(rhea, clusterId));

        String token = String.valueOf(renewed.get().token());
        assertThat(clusters.authenticate(clusterId.toString(), token).isPresent())
                .isEqualTo(cluster().state() != ClusterStatus.State.REVOKED);
    }

    @Test
    void endOfAnInterceptOutlivesAReport() {
        AuthenticatedCluster authenticated = authenticated();

        meanwhile(
                () -> intercepts.reported(authenticated, List.of(report())),
                () -> intercepts.end(rhea.organizationId(), interceptId, "rhea", "RHEA"));

        assertThat(intercepts.find(rhea.organizationId(), interceptId)).isEmpty();
        assertThat(intercepts.orders(clusterId))
                .anyMatch(order ->
                        order.id().equals(interceptId.toString()) && order.by().equals("RHEA"));
    }

    /** The report has read what it is about, and has not written yet. */
    @Test
    void evenOfOneThatHasReadTheInterceptBefore() {
        AuthenticatedCluster authenticated = authenticated();
        Thread reporter = Thread.currentThread();
        AtomicBoolean ended = new AtomicBoolean();
        service.sql.before((thread, statement) -> {
            if (thread == reporter && statement.startsWith("update intercepts") && ended.compareAndSet(false, true)) {
                CompletableFuture.runAsync(() -> intercepts.end(rhea.organizationId(), interceptId, "rhea", "RHEA"))
                        .join();
            }
        });

        intercepts.reported(authenticated, List.of(report()));

        assertThat(ended).isTrue();
        assertThat(intercepts.find(rhea.organizationId(), interceptId)).isEmpty();
        assertThat(intercepts.orders(clusterId)).anyMatch(order -> order.id().equals(interceptId.toString()));
    }

    @Test
    void endOfAnInterceptOutlivesItsChange() {
        meanwhile(
                () -> intercepts.register(rhea, registration()),
                () -> intercepts.end(rhea.organizationId(), interceptId, "rhea", "RHEA"));

        assertThat(intercepts.find(rhea.organizationId(), interceptId)).isEmpty();
        assertThat(intercepts.orders(clusterId)).hasSize(1);
    }

    @Test
    void whatIsRegisteredWhileItsPredecessorEndsLives() {
        AtomicReference<UUID> again = new AtomicReference<>();

        meanwhile(
                () -> intercepts.end(rhea.organizationId(), interceptId, "rhea", "RHEA"),
                () -> again.set(intercepts.register(rhea, registration()).id()));

        assertThat(intercepts.find(rhea.organizationId(), again.get())).isPresent();
        assertThat(intercepts.find(rhea.organizationId(), interceptId)).isEmpty();
    }

    @Test
    void interceptEndsOnce() {
        AuthenticatedCluster authenticated = authenticated();
        intercepts.reported(authenticated, List.of(report()));

        meanwhile(
                () -> intercepts.reported(authenticated, List.of()),
                () -> intercepts.end(rhea.organizationId(), interceptId, "rhea", "RHEA"));

        assertThat(database.queryForObject(
                        "select count(*) from audit where subject_id = ? and action = 'INTERCEPT_ENDED'",
                        Long.class,
                        interceptId))
                .isEqualTo(1);
    }

    @Test
    void switchThatClosesAllPublicPreviewsOutlivesAChangeOfOne() {
        String label = publicPreview();

        meanwhile(
                () -> previews.change(rhea, interceptId, new PreviewRequest(null, null, null, true)),
                () -> publicPreviews.closeAll(rhea));

        assertThat(preview().access()).isEqualTo(Access.PRIVATE);
        assertThat(preview().corsPreflights()).isTrue();
        assertThat(service.context
                        .getBean(PreviewDirectory.class)
                        .find(label)
                        .orElseThrow()
                        .access())
                .isEqualTo(Access.PRIVATE);
    }

    @Test
    void ofClosingAllAndSharingOneTheLaterHoldsWhole() {
        String label = publicPreview();

        meanwhile(
                () -> publicPreviews.closeAll(rhea),
                () -> previews.change(rhea, interceptId, new PreviewRequest(null, Access.PUBLIC, "PT1H", null)));

        assertThat(preview().access()).isEqualTo(Access.PUBLIC);
        assertThat(preview().publicUntil()).isNotNull();
        PreviewDirectory directory = service.context.getBean(PreviewDirectory.class);
        await().untilAsserted(() ->
                assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PUBLIC));
    }

    @Test
    void previewThatIsChangedWhileItsInterceptEndsIsGone() {
        publicPreview();

        meanwhile(
                () -> intercepts.end(rhea.organizationId(), interceptId, "rhea", "RHEA"),
                () -> previews.change(rhea, interceptId, new PreviewRequest(null, null, null, true)));

        assertThat(previews.of(List.of(interceptId))).isEmpty();
    }

    /** Runs one in a transaction, and the other before that ends: as far as it goes, to its own commit if nothing holds it up. */
    private void meanwhile(Runnable underWay, Runnable other) {
        CompletableFuture<Void> begun = transaction.execute(status -> {
            underWay.run();
            Integer mine = database.queryForObject("select pg_backend_pid()", Integer.class);
            CompletableFuture<Void> running = CompletableFuture.runAsync(other);
            // Asked by another thread, and so by another connection.
            await().until(() -> running.isDone()
                    || Boolean.TRUE.equals(database.queryForObject(
                            "select exists (select from pg_stat_activity where ? = any (pg_blocking_pids(pid)))",
                            Boolean.class,
                            mine)));
            return running;
        });
        begun.join();
    }

    private Runnable news(News news) {
        AuthenticatedCluster authenticated = authenticated();
        return switch (news) {
            case REPORTED -> () -> clusters.reported(authenticated, "2");
            case LOST -> {
                clusters.reported(authenticated, "1");
                yield () -> clusters.lost(clusterId);
            }
            case FOUND -> {
                clusters.reported(authenticated, "1");
                clusters.lost(clusterId);
                yield () -> clusters.found(clusterId);
            }
        };
    }

    private AuthenticatedCluster authenticated() {
        return clusters.authenticate(clusterId.toString(), token).orElseThrow();
    }

    private ClusterStatus cluster() {
        return clusters.find(rhea.organizationId(), clusterId).orElseThrow();
    }

    private InterceptReport report() {
        return new InterceptReport(
                interceptId.toString(), "default", name, InterceptState.PAUSED, "The laptop is away.", null);
    }

    private InterceptRegistration registration() {
        Map<String, Object> changed = new HashMap<>(CommandLine.registration(clusterId.toString(), name));
        changed.put("target", "127.0.0.1:9999");
        return CommandLine.JSON.convertValue(changed, InterceptRegistration.class);
    }

    /** Makes one and returns its label. */
    private String publicPreview() {
        String url = command.preview(interceptId.toString()).path("url").asString();
        previews.change(rhea, interceptId, new PreviewRequest(null, Access.PUBLIC));
        return URI.create(url).getHost().replaceFirst("\\..*", "");
    }

    private PreviewView preview() {
        return previews.find(rhea.organizationId(), interceptId).orElseThrow();
    }
}
