package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServicePortsTest {

    /** A Service in one word, {@code name/PORT=TARGET/…}, a port being a number or {@code name:number}. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // services | asked for | refusal
                "db/http:80=8080, -, -",
                "db/http:80=8080 db-headless/http:80=8080, -, -",
                "db/http:80=web db-headless/http:80=8080, -, -",
                "db/http:80=8080 db-headless/http:8080=8080, http, -",
                "db/http:80=8080/admin:81=81 db-headless/http:8080=8080, http, -",
                "db/http:80=8080/admin:81=81, admin, -",
                "db/http:80=8080/https:443=8080, -, -",
                "db/http:80=8080/admin:81=81, -, 'service db has several ports: http (80), admin (81)'",
                "db/http:80=8080/admin:81=81, grpc, 'service db has no port grpc (expected: one of http (80), admin (81))'",
                "db/80=8080 other/81=81, -, 'hello has several services: db, other'",
                "db/80=8080 other/81=81, 81, -",
                "db/80=8080 other/80=81, 80, 'hello has several services: db, other'",
                "db/80=8080 other/81=81, 82, 'service db, other has no port 82 (expected: one of 80, 81)'",
            })
    void oneContainerPortHasToBeMeant(String services, String wanted, String refusal) {
        List<Service> given = Arrays.stream(services.split(" "))
                .map(ServicePortsTest::service)
                .toList();

        Throwable refused =
                catchThrowable(() -> ServicePorts.check("hello", given, wanted, Map.of("web", 8080, "admin", 9000)));

        assertThat(refused == null ? null : refused.getMessage()).isEqualTo(refusal);
    }

    private static Service service(String text) {
        List<String> parts = List.of(text.split("/"));
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(parts.getFirst())
                .endMetadata()
                .withNewSpec()
                .addAllToPorts(
                        parts.stream().skip(1).map(ServicePortsTest::port).toList())
                .endSpec()
                .build();
    }

    private static ServicePort port(String text) {
        String label = text.substring(0, text.indexOf('='));
        String target = text.substring(text.indexOf('=') + 1);
        boolean named = label.contains(":");
        return new ServicePortBuilder()
                .withName(named ? label.substring(0, label.indexOf(':')) : null)
                .withPort(Integer.valueOf(named ? label.substring(label.indexOf(':') + 1) : label))
                .withTargetPort(
                        target.matches("\\d+") ? new IntOrString(Integer.valueOf(target)) : new IntOrString(target))
                .build();
    }
}
