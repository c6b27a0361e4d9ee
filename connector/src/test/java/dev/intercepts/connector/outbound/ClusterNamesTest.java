package dev.intercepts.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.outbound.ClusterNames.Lookup;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterNamesTest {

    private static final ClusterNames NAMES = new ClusterNames(
            "cluster.local",
            List.of("shop", "data"),
            Set.of("default", "shop", "data", "dev"),
            List.of("corp.example"),
            List.of(CidrTest.cidr("10.96.0.0/12")));

    @ParameterizedTest
    @CsvSource({
        "hello.default.svc.cluster.local, hello.default.svc.cluster.local",
        "HELLO.Default.SVC.cluster.local, hello.default.svc.cluster.local",
        "hello.default.svc, hello.default.svc.cluster.local",
        "web-0.db.shop.svc, web-0.db.shop.svc.cluster.local",
        "_http._tcp.hello.default.svc.cluster.local, _http._tcp.hello.default.svc.cluster.local",
        "10.0.96.10.in-addr.arpa, 10.0.96.10.in-addr.arpa",
    })
    void namesThatOnlyTheClusterCanKnow(String asked, String name) {
        assertThat(NAMES.lookup(asked)).isEqualTo(new Lookup(List.of(name), true));
    }

    @ParameterizedTest
    @CsvSource({
        "hello.default, hello.default.svc.cluster.local",
        "web-0.db.shop, web-0.db.shop.svc.cluster.local",
        "web.dev, web.dev.svc.cluster.local",
    })
    void namesInANamespaceAreAskedOfTheClusterFirst(String asked, String name) {
        assertThat(NAMES.lookup(asked)).isEqualTo(new Lookup(List.of(name), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "Hello", "hello.corp.example"})
    void shortNamesFollowTheInterceptedNamespaces(String asked) {
        assertThat(NAMES.lookup(asked))
                .isEqualTo(new Lookup(List.of("hello.shop.svc.cluster.local", "hello.data.svc.cluster.local"), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "www.example.com",
                "github.com",
                "hello.nowhere",
                "localhost",
                "",
                "git.team.corp.example",
                "mycluster.local",
                "10.0.0.192.in-addr.arpa",
                "0.96.10.in-addr.arpa",
                "x.0.96.10.in-addr.arpa",
            })
    void allOthersAreNoBusinessOfTheClusters(String asked) {
        assertThat(NAMES.lookup(asked)).isEqualTo(Lookup.NONE);
    }

    @Test
    void theClustersDomainItselfIsTheClusters() {
        assertThat(NAMES.lookup("cluster.local").clustersAlone()).isTrue();
    }
}
