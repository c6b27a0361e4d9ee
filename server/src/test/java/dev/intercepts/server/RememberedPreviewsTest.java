package dev.intercepts.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.cloud.clusters.AuthenticatedCluster;
import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.previews.PreviewDirectory;
import dev.intercepts.cloud.previews.PreviewTarget;
import dev.intercepts.cloud.previews.Previews;
import dev.intercepts.cloud.previews.PublicPreviews;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.cloud.CloudApi.InterceptReport;
import dev.intercepts.protocol.cloud.CloudApi.PreviewRequest;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptState;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the edge knows of previews is what the database has, whoever reads it when. */
class RememberedPreviewsTest {

    private static final Ingress INGRESS = new Ingress("ingress.default", 80, false, null);

    private final RunningService service = RunningService.shared();
    private final PreviewDirectory directory = service.context.getBean(PreviewDirectory.class);
    private final Previews previews = service.context.getBean(Previews.class);
    private final PublicPreviews publicPreviews = service.context.getBean(PublicPreviews.class);
    private final JdbcTemplate database = service.context.getBean(JdbcTemplate.class);
    private final String organization = "remembered-" + System.nanoTime();
    private final CountDownLatch hasRead = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private Person sara = new Person(UUID.randomUUID(), "", "", null, UUID.randomUUID(), "");
    private UUID interceptId = UUID.randomUUID();
    private @Nullable AuthenticatedCluster cluster;

    @BeforeEach
    void registered() {
        service.github.person("sara", organization);
        CommandLine.Registered registered =
                CommandLine.loggedIn(service, "sara", organization).register("remembered-" + System.nanoTime());
        interceptId = UUID.fromString(registered.interceptId());
        cluster = service.context
                .getBean(Clusters.class)
                .authenticate(registered.clusterId(), registered.clusterToken())
                .orElseThrow();
        sara = database.queryForObject(
                "select owner_id, organization_id from intercepts where id = ?",
                (row, number) -> new Person(
                        row.getObject(1, UUID.class), "sara", "SARA", null, row.getObject(2, UUID.class), organization),
                interceptId);
    }

    @AfterEach
    void letEverybodyGoOn() {
        goOn.countDown();
        service.sql.before((thread, statement) -> {});
    }

    @Test
    void whoeverReadItBeforeItBecamePrivateDoesNotMakeItPublicAgain() throws Exception {
        String label = make(Access.PRIVATE);

        readingHeldUp(
                () -> previews.change(sara, interceptId, new PreviewRequest(null, Access.PUBLIC)),
                () -> previews.change(sara, interceptId, new PreviewRequest(null, Access.PRIVATE)));

        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PRIVATE);
    }

    @Test
    void norBeforeAllWereClosed() throws Exception {
        String label = make(Access.PRIVATE);

        readingHeldUp(
                () -> previews.change(sara, interceptId, new PreviewRequest(null, Access.PUBLIC)),
                () -> publicPreviews.closeAll(sara));

        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PRIVATE);
    }

    /** Nothing is remembered of it yet that could be closed. */
    @Test
    void norBeforeAllWereClosedWhereItIsNew() throws Exception {
        readingHeldUp(() -> make(Access.PUBLIC), () -> publicPreviews.closeAll(sara));

        assertThat(directory.find(label()).map(PreviewTarget::access)).contains(Access.PRIVATE);
    }

    @Test
    void norBeforeItWasRemoved() throws Exception {
        String label = make(Access.PRIVATE);

        readingHeldUp(
                () -> previews.change(sara, interceptId, new PreviewRequest(null, Access.PUBLIC)),
                () -> previews.remove(sara, interceptId));

        assertThat(directory.find(label)).isEmpty();
    }

    @Test
    void whoeverReadTheInterceptBeforeItChangedHasItReadAgain() throws Exception {
        Intercepts intercepts = service.context.getBean(Intercepts.class);
        InterceptReport report = new InterceptReport(
                interceptId.toString(), "default", "any", InterceptState.PAUSED, "The laptop is away.", null);

        readingHeldUp(() -> make(Access.PRIVATE), () -> intercepts.reported(requireNonNull(cluster), List.of(report)));

        assertThat(directory.find(label()).map(PreviewTarget::state)).contains(InterceptState.PAUSED);
    }

    @Test
    void whatCannotBeReadIsPrivateUntilItCan() {
        String label = make(Access.PUBLIC);
        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PUBLIC);
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicInteger tries = new AtomicInteger();
        service.sql.before((thread, statement) -> {
            if (broken.get() && statement.contains("from previews") && statement.contains("label=?")) {
                tries.incrementAndGet();
                throw new IllegalStateException("the database is away");
            }
        });

        previews.change(sara, interceptId, new PreviewRequest(null, Access.PUBLIC, "PT1H", null));
        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PRIVATE);

        await().until(() -> tries.get() >= 3);
        assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PRIVATE);
        broken.set(false);
        await().untilAsserted(() ->
                assertThat(directory.find(label).orElseThrow().access()).isEqualTo(Access.PUBLIC));
    }

    /**
     * The first commits and reads what the database has of the preview; before it can take note of that, the second runs to its end, or
     * until it waits for the first.
     */
    private void readingHeldUp(Runnable first, Runnable second) throws Exception {
        FutureTask<Void> reading = new FutureTask<>(first, null);
        AtomicBoolean reads = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().unstarted(reading);
        service.sql.before((thread, statement) -> {
            if (thread != reader || goOn.getCount() == 0) {
                return;
            }
            if (statement.contains("from previews") && statement.contains("label=?")) {
                reads.set(true);
            } else if (reads.get() && statement.contains("from organizations")) {
                // The preview and its intercept were read.
                hasRead.countDown();
                letGoOn();
            }
        });
        reader.start();
        assertThat(hasRead.await(10, TimeUnit.SECONDS)).isTrue();
        FutureTask<Void> changing = new FutureTask<>(second, null);
        Thread changer = Thread.ofPlatform().start(changing);
        await().until(() -> changing.isDone() || committed() && changer.getState() == Thread.State.BLOCKED);
        goOn.countDown();
        reading.get(10, TimeUnit.SECONDS);
        changing.get(10, TimeUnit.SECONDS);
    }

    private void letGoOn() {
        try {
            assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the second has changed what the first has made public. */
    private boolean committed() {
        return Boolean.FALSE.equals(database.queryForObject(
                "select exists (select from previews where intercept_id = ? and access = 'PUBLIC')",
                Boolean.class,
                interceptId));
    }

    private String make(Access access) {
        return URI.create(previews.put(sara, interceptId, new PreviewRequest(INGRESS, access))
                        .orElseThrow()
                        .url())
                .getHost()
                .replaceFirst("\\..*", "");
    }

    private String label() {
        return requireNonNull(database.queryForObject(
                "select label from previews where intercept_id = ?", String.class, interceptId));
    }
}
