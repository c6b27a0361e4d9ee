package dev.intercepts.connector.kube;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.NoSuchFileException;
import java.util.function.Supplier;

/** Turns the Kubernetes client's exceptions into what a person can act on. */
public final class KubeFailures {

    private KubeFailures() {}

    /**
     * Calls the API.
     *
     * @param doing what is being done, as in {@code list deployments in namespace shop}
     */
    public static <T> T when(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw translate(doing, e);
        }
    }

    /** The failure that an exception of the client's stands for. */
    static FailureException translate(String doing, KubernetesClientException e) {
        Failure failure = answered(e)
                ? answer(doing, e)
                : new Failure(
                        "kube-unreachable",
                        "cannot %s: %s".formatted(doing, root(e)),
                        "see that the cluster is up and that `kubectl get pods` works",
                        Exit.NOT_CONNECTED);
        return new FailureException(failure, e);
    }

    /** Whether the code is one of HTTP's: the client has others for what never got an answer. */
    private static boolean answered(KubernetesClientException e) {
        return e.getCode() >= 100;
    }

    private static Failure answer(String doing, KubernetesClientException e) {
        String message = e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : String.valueOf(e.getMessage());
        return switch (e.getCode()) {
            case 401 ->
                new Failure(
                        "kube-unauthorized",
                        "cannot %s: the cluster does not accept the kubeconfig's credentials".formatted(doing),
                        "renew them, and see that `kubectl get pods` works",
                        Exit.NOT_CONNECTED);
            case 403 ->
                new Failure(
                        "kube-forbidden",
                        "cannot %s: %s".formatted(doing, message),
                        "ask an administrator of the cluster for that right",
                        Exit.FAILED);
            default -> new Failure("kube-error", "cannot %s: %s".formatted(doing, message), "", Exit.FAILED);
        };
    }

    /** The words of what lies at the bottom of it; around it others say that something failed. */
    public static String root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof NoSuchFileException) {
            return cause.getMessage() + " is not there";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
