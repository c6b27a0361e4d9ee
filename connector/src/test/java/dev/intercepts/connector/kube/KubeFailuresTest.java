package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class KubeFailuresTest {

    private static Failure failure(KubernetesClientException e) {
        return KubeFailures.translate("list services", e).failure();
    }

    @Test
    void whatGotNoAnswerSaysWhy() {
        Failure failure = failure(new KubernetesClientException(
                "Operation: [get]  for kind: [Namespace]  failed.",
                new IOException("failed", new ConnectException("connection timed out after 5000 ms"))));
        assertThat(failure.code()).isEqualTo("kube-unreachable");
        assertThat(failure.message()).isEqualTo("cannot list services: connection timed out after 5000 ms");
        assertThat(failure.exit()).isEqualTo(Exit.NOT_CONNECTED);
    }

    @Test
    void aRefusalIsTheApiServersOwnSentence() {
        Failure failure = failure(new KubernetesClientException(
                "Failure executing: GET",
                403,
                new StatusBuilder().withMessage("services is forbidden").build()));
        assertThat(failure.code()).isEqualTo("kube-forbidden");
        assertThat(failure.message()).isEqualTo("cannot list services: services is forbidden");
    }

    @Test
    void anAnswerWithoutAStatusKeepsTheClientsMessage() {
        Failure failure = failure(new KubernetesClientException("Bad Gateway", 502, null));
        assertThat(failure.code()).isEqualTo("kube-error");
        assertThat(failure.message()).isEqualTo("cannot list services: Bad Gateway");
    }
}
