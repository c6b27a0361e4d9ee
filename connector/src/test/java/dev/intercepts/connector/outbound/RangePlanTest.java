package dev.intercepts.connector.outbound;

import static dev.intercepts.connector.outbound.CidrTest.cidr;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RangePlanTest {

    private static final List<LaptopNetwork> HOME =
            List.of(new LaptopNetwork(cidr("127.0.0.0/8"), "lo"), new LaptopNetwork(cidr("192.168.1.0/24"), "wlan0"));
    private static final LaptopNetwork VPN = new LaptopNetwork(cidr("10.0.0.0/8"), "tun0");

    private static List<Cidr> cidrs(String... texts) {
        return Arrays.stream(texts).map(CidrTest::cidr).toList();
    }

    @Test
    void takesWhatTheLaptopHasNoUseFor() {
        RangePlan plan = RangePlan.of(cidrs("10.96.0.0/12", "10.244.0.0/24", "10.96.0.0/12"), HOME, List.of());

        assertThat(plan.taken()).containsExactlyElementsOf(cidrs("10.96.0.0/12", "10.244.0.0/24"));
        assertThat(plan.conflicts()).isEmpty();
    }

    @Test
    void leavesOutWhatItUsesAndNamesIt() {
        RangePlan plan = RangePlan.of(cidrs("10.96.0.0/12", "172.20.0.0/16"), List.of(VPN), List.of());

        assertThat(plan.taken()).containsExactlyElementsOf(cidrs("172.20.0.0/16"));
        assertThat(plan.conflicts()).map(Object::toString).containsExactly("10.96.0.0/12 overlaps 10.0.0.0/8 of tun0");
    }

    @Test
    void takesThatAllTheSameWhereTheUserSaysSo() {
        RangePlan plan = RangePlan.of(cidrs("10.96.0.0/12"), List.of(VPN), cidrs("10.96.0.0/12"));

        assertThat(plan.taken()).containsExactlyElementsOf(cidrs("10.96.0.0/12"));
        assertThat(plan.conflicts()).isEmpty();
    }

    @Test
    void withoutIpv6TheRestIsTakenStill() {
        RangePlan dual = RangePlan.of(cidrs("10.96.0.0/12", "fd00:96::/108"), HOME, List.of());

        assertThat(dual.takesIpv6()).isTrue();
        assertThat(dual.withoutIpv6().taken()).containsExactlyElementsOf(cidrs("10.96.0.0/12"));
        assertThat(dual.withoutIpv6().leftOut()).containsExactly("fd00:96:0:0:0:0:0:0/108 (this laptop has no IPv6)");
    }

    @Test
    void whyNothingIsTaken() {
        RangePlan nothing = RangePlan.of(List.of(), HOME, List.of());
        RangePlan used = RangePlan.of(cidrs("10.96.0.0/12"), List.of(VPN), List.of());
        RangePlan ipv6 = RangePlan.of(cidrs("fd00:96::/108"), HOME, List.of()).withoutIpv6();

        assertThat(nothing.whyNone()).contains("does not tell");
        assertThat(used.whyNone()).contains("uses the cluster's addresses itself");
        assertThat(ipv6.whyNone()).contains("IPv6");
    }

    @Test
    void neverTakesWhatNoClusterCanMean() {
        List<Cidr> never =
                cidrs("0.0.0.0/0", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "::/0", "::1/128", "fe80::/64");

        assertThat(RangePlan.of(never, List.of(), never).taken()).isEmpty();
    }

    @Test
    void routesAreReadFromTheKernelsTables() {
        List<String> ipv4 = """
                Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
                wlan0	00000000	0101A8C0	0003	0	0	600	00000000	0	0	0
                wlan0	0001A8C0	00000000	0001	0	0	600	00FFFFFF	0	0	0
                tun0	0000600A	00000000	0001	0	0	0	0000F0FF	0	0	0
                """.lines().toList();
        List<String> ipv6 = """
                00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003 wlan0
                fd000001000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001 wlan0
                ff000000000000000000000000000000 08 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001 wlan0
                """.lines().toList();

        assertThat(LaptopNetwork.ofRoutes(ipv4))
                .containsExactly(
                        new LaptopNetwork(cidr("192.168.1.0/24"), "wlan0"),
                        new LaptopNetwork(cidr("10.96.0.0/12"), "tun0"));
        assertThat(LaptopNetwork.ofIpv6Routes(ipv6)).containsExactly(new LaptopNetwork(cidr("fd00:1::/64"), "wlan0"));
    }
}
