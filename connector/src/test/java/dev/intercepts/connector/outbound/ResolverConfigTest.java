package dev.intercepts.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ResolverConfigTest {

    private static InetAddress address(String text) {
        return Cidr.parse(text).orElseThrow().network();
    }

    @Test
    void serversAndSearchDomains() {
        ResolverConfig config = ResolverConfig.of("""
                # nameserver 192.0.2.1
                domain old.example
                search Corp.Example. lan
                nameserver 192.0.2.53
                nameserver  fd00::53
                nameserver fe80::1%wlan0
                nameserver nonsense
                options edns0 trust-ad
                """, "nameserver 192.0.2.99\n");

        assertThat(config.nameservers()).containsExactly(address("192.0.2.53"), address("fd00::53"));
        assertThat(config.search()).containsExactly("corp.example", "lan");
        assertThat(config.relayed()).isEmpty();
    }

    @Test
    void whomSystemdAsksCountsWhereProgramsAskSystemd() {
        ResolverConfig config = ResolverConfig.of("nameserver 127.0.0.53\nsearch .\n", "nameserver 192.168.1.1\n");

        assertThat(config.nameservers()).containsExactly(address("127.0.0.53"));
        assertThat(config.relayed()).containsExactly(address("192.168.1.1"));
        assertThat(config.search()).isEmpty();
    }

    @Test
    void nothingWhereThereIsNothing() {
        assertThat(ResolverConfig.of("", "").nameservers()).isEmpty();
    }
}
