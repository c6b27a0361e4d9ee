package dev.intercepts.connector.daemon;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.doctor.ClusterChecks;
import dev.intercepts.connector.doctor.WebhookChecks;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.kube.KubeFailures;
import dev.intercepts.connector.kube.ManagerScope;
import dev.intercepts.connector.kube.WebhookExamination;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What puts agents into new pods, as it was seen last. */
final class WebhookLook {

    /** A replica that takes over, or was installed this moment, is not yet a fault. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration FRESH = Duration.ofSeconds(10);

    /** So long may {@code status} be kept waiting by an API server that is slow. */
    private static final Duration STATUS_PATIENCE = Duration.ofMillis(500);

    private static final long POLL_MILLIS = 500;

    private final Supplier<Finding> examination;
    private final LongSupplier nanos;
    private @Nullable CompletableFuture<Finding> last;
    private long lookedAt;

    WebhookLook(Cluster cluster) {
        this(
                () -> cluster.scope() == ManagerScope.namespace
                        ? Finding.ok("webhook", ClusterChecks.WITHOUT)
                        : KubeFailures.when(
                                "look at the webhook", () -> WebhookChecks.of(new WebhookExamination(cluster).look())),
                System::nanoTime);
    }

    WebhookLook(Supplier<Finding> examination, LongSupplier nanos) {
        this.examination = examination;
        this.nanos = nanos;
    }

    /** What is wrong with it, for {@code status}; empty where nothing is, or it could not be seen in time. */
    Optional<Finding> wrong() throws InterruptedException {
        try {
            return Optional.of(recent().get(STATUS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .filter(WebhookLook::failed);
        } catch (TimeoutException | ExecutionException e) {
            // An API server that does not answer shows in the rest of the status.
            return Optional.empty();
        }
    }

    private synchronized CompletableFuture<Finding> recent() {
        CompletableFuture<Finding> there = last;
        if (there == null || there.isDone() && nanos.getAsLong() - lookedAt > FRESH.toNanos()) {
            there = new CompletableFuture<>();
            lookedAt = nanos.getAsLong();
            last = there;
            CompletableFuture<Finding> look = there;
            Thread.ofVirtual().name("webhook-look").start(() -> {
                try {
                    look.complete(examination.get());
                } catch (RuntimeException e) {
                    look.completeExceptionally(e);
                }
            });
        }
        return there;
    }

    /**
     * Before a workload is changed so that its new pods get an agent: they would get none.
     *
     * @param workload for people
     * @throws FailureException where it stays wrong for a while
     */
    void demand(String workload, Consumer<String> progress) throws InterruptedException {
        long end = nanos.getAsLong() + PATIENCE.toNanos();
        for (Finding now = examination.get(); failed(now); now = examination.get()) {
            if (nanos.getAsLong() > end) {
                throw new FailureException(new Failure(
                        "webhook",
                        "%s would get no Traffic Agent; the webhook: %s".formatted(workload, now.message()),
                        now.remedy(),
                        Exit.FAILED));
            }
            progress.accept("Waiting for the webhook (" + now.message() + ")");
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean failed(Finding finding) {
        return finding.verdict() == Finding.Verdict.fail;
    }
}
