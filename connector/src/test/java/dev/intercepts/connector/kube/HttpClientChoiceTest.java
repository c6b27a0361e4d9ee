package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.http.HttpClient;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The JDK's client saves no memory and takes no SOCKS proxy (decision 95). */
class HttpClientChoiceTest {

    @Test
    void vertxAlone() {
        assertThat(ServiceLoader.load(HttpClient.Factory.class))
                .isNotEmpty()
                .allSatisfy(factory -> assertThat(factory.getClass().getName()).contains(".vertx"));
    }
}
