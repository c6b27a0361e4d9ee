package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.IngressOptions;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IngressSuggestionTest {

    private static final Service HELLO = service("shop", "hello", "ClusterIP", port("web", 8080));

    private static ServicePort port(@Nullable String name, int port) {
        return new ServicePortBuilder().withName(name).withPort(port).build();
    }

    private static Service service(String namespace, String name, String type, ServicePort... ports) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withType(type)
                .withPorts(Arrays.asList(ports))
                .endSpec()
                .build();
    }

    private static Ingress ingress(String namespace, String name, String host, String service, @Nullable String ip) {
        IngressBuilder builder = new IngressBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewRule()
                .withHost(host)
                .withNewHttp()
                .addNewPath()
                .withNewBackend()
                .withNewService()
                .withName(service)
                .endService()
                .endBackend()
                .endPath()
                .endHttp()
                .endRule()
                .endSpec();
        if (ip != null) {
            builder.withNewStatus()
                    .withNewLoadBalancer()
                    .addNewIngress()
                    .withIp(ip)
                    .endIngress()
                    .endLoadBalancer()
                    .endStatus();
        }
        return builder.build();
    }

    @Test
    void aLoadBalancerIsTheFrontDoorAndThePortGoesByPreference() {
        Service door = service(
                "web", "ingress-nginx", "LoadBalancer", port("metrics", 9090), port("http", 8080), port("tls", 443));
        Service other = service("shop", "a-game", "LoadBalancer", port("udp", 7777));

        assertThat(IngressSuggestion.of(List.of(HELLO, other, door), List.of(), "shop", HELLO))
                .isEqualTo(new IngressOptions("ingress-nginx.web", 443, true, null));
    }

    @Test
    void theHostOfTheRuleThatLeadsToTheServiceIsTheLayer5Host() {
        Service door = service("web", "ingress", "LoadBalancer", port("http", 80));
        List<Ingress> rules = List.of(
                ingress("shop", "a", "other.example", "other", null),
                ingress("shop", "b", "hello.example", "hello", null),
                ingress("elsewhere", "c", "wrong.example", "hello", null));

        assertThat(IngressSuggestion.of(List.of(HELLO, door), rules, "shop", HELLO))
                .isEqualTo(new IngressOptions("ingress.web", 80, false, "hello.example"));
    }

    /** Of two, a controller's name says less than that the Ingress has its address. */
    @Test
    void theLoadBalancerWhoseAddressTheIngressPublishes() {
        Service other = service("ingress", "ingress", "LoadBalancer", port("http", 80));
        Service nginx = at("192.0.2.7", service("web", "nginx", "LoadBalancer", port("https", 443)));
        Ingress published = ingress("shop", "hello", "hello.example.com", "hello", "192.0.2.7");
        assertThat(IngressSuggestion.of(List.of(other, nginx, HELLO), List.of(published), "shop", HELLO))
                .isEqualTo(new IngressOptions("nginx.web", 443, true, "hello.example.com"));

        Ingress elsewhere = ingress("shop", "hello", "hello.example.com", "hello", "192.0.2.8");
        assertThat(IngressSuggestion.of(List.of(other, nginx, HELLO), List.of(elsewhere), "shop", HELLO))
                .isEqualTo(new IngressOptions("ingress.ingress", 80, false, "hello.example.com"));
    }

    private static Service at(String ip, Service service) {
        return new ServiceBuilder(service)
                .withNewStatus()
                .withNewLoadBalancer()
                .addNewIngress()
                .withIp(ip)
                .endIngress()
                .endLoadBalancer()
                .endStatus()
                .build();
    }

    @Test
    void withoutALoadBalancerWhatAnIngressPublishes() {
        assertThat(IngressSuggestion.of(
                        List.of(HELLO),
                        List.of(ingress("shop", "b", "hello.example", "hello", "192.0.2.1")),
                        "shop",
                        HELLO))
                .isEqualTo(new IngressOptions("192.0.2.1", 80, false, "hello.example"));
    }

    @Test
    void withoutAnyTheServiceItself() {
        assertThat(IngressSuggestion.of(List.of(HELLO), List.of(), "shop", HELLO))
                .isEqualTo(new IngressOptions("hello.shop", 8080, false, null));
        assertThat(IngressSuggestion.of(List.of(), List.of(), "shop", null)).isEqualTo(IngressOptions.NONE);
    }
}
