package dev.intercepts.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.outbound.Ruleset.Ports;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulesetTest {

    @Test
    void allThatItRedirects() throws Exception {
        Map<InetAddress, Ports> servers = new LinkedHashMap<>();
        servers.put(InetAddress.getByName("127.0.0.53"), new Ports(5301, 5302, false));
        servers.put(InetAddress.getByName("192.168.1.1"), new Ports(5303, 5304, true));
        Ruleset rules = new Ruleset(
                Set.of(1000, 0),
                List.of(CidrTest.cidr("10.96.0.0/12"), CidrTest.cidr("10.244.0.0/24"), CidrTest.cidr("fd00::/108")),
                4001,
                4002,
                servers,
                List.of(new InetSocketAddress(InetAddress.getByName("10.96.0.1"), 6443)));

        assertThat(rules.render("generation_7").replace("; ", ";\n")).isEqualTo("""
                table inet intercepts { flags owner;
                };
                delete table inet intercepts;
                table inet intercepts { flags owner;
                chain generation_7 { };
                chain output { type nat hook output priority -110;
                policy accept;
                meta l4proto { tcp, udp } th dport 53 ip dscp 43 return;
                meta l4proto { tcp, udp } th dport 53 ip6 dscp 43 return;
                meta skuid { 0, 1000 } ip daddr 127.0.0.53 udp dport 53 redirect to :5301;
                meta skuid { 0, 1000 } ip daddr 127.0.0.53 tcp dport 53 redirect to :5302;
                ip daddr 192.168.1.1 udp dport 53 redirect to :5303;
                ip daddr 192.168.1.1 tcp dport 53 redirect to :5304;
                ip daddr 10.96.0.1 tcp dport 6443 return;
                meta skuid { 0, 1000 } ip daddr { 10.96.0.0/12, 10.244.0.0/24 } meta l4proto tcp redirect to :4001;
                meta skuid { 0, 1000 } ip6 daddr { fd00:0:0:0:0:0:0:0/108 } meta l4proto tcp redirect to :4002;
                };
                chain unmark { type filter hook output priority 0;
                policy accept;
                meta l4proto { tcp, udp } th dport 53 ip dscp 43 ip dscp set cs0;
                meta l4proto { tcp, udp } th dport 53 ip6 dscp 43 ip6 dscp set cs0;
                };
                };""");
    }
}
