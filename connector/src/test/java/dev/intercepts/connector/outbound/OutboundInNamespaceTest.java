package dev.intercepts.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.testing.LaptopNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real rules, real name servers, real programs, in a network namespace that ends with the test. */
class OutboundInNamespaceTest {

    private static final String RANGES = "10.96.0.0/12,10.244.0.0/16";
    private static final String CLUSTER = "0 hello from the cluster\n";
    private static final String INTERNET = "0 hello from the internet\n";

    @TempDir
    private Path directory;

    private LaptopNamespace laptop;

    @BeforeEach
    void make() throws Exception {
        String obstacle = LaptopNamespace.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "LEFT OUT: " + obstacle);
        laptop = new LaptopNamespace(
                directory, "search corp.example\nnameserver 192.0.2.53\n", "192.0.2.53/32", "192.0.2.80/32");
        assertThat(laptop.start(InternetInNamespace.class).firstLine()).isEqualTo("ready");
    }

    @AfterEach
    void end() {
        if (laptop != null) {
            laptop.close();
        }
    }

    @Test
    void programsReachNamesAndAddressesOfTheClusterAsTheyAre() throws Exception {
        var daemon = laptop.start(LaptopInNamespace.class, RANGES, "", "all");
        assertThat(daemon.firstLine()).contains("10.96.0.0/12", "10.244.0.0/16", "reason=null");

        assertThat(curl("http://hello.default/")).isEqualTo(CLUSTER);
        assertThat(curl("http://hello.default.svc/")).isEqualTo(CLUSTER);
        assertThat(curl("http://hello.default.svc.cluster.local:8080/")).isEqualTo(CLUSTER);
        assertThat(curl("http://web/")).isEqualTo(CLUSTER);
        assertThat(curl("http://web-0.db.shop:81/")).isEqualTo(CLUSTER);
        assertThat(curl("http://10.96.7.7:82/")).isEqualTo(CLUSTER);
        assertThat(curl("http://10.244.3.4:8443/")).isEqualTo(CLUSTER);
        assertThat(daemon.ask("asked"))
                .contains("10.96.0.10:80", "10.96.0.10:8080", "10.96.0.20:80", "10.244.0.7:81", "10.96.7.7:82")
                .contains("10.244.3.4:8443");
    }

    @Test
    void everythingElseStaysAsItWas() throws Exception {
        var daemon = laptop.start(LaptopInNamespace.class, RANGES, "", "all");

        assertThat(curl("http://www.example/")).isEqualTo(INTERNET);
        assertThat(curl("http://192.0.2.80/")).isEqualTo(INTERNET);
        // A program that asks by TCP, and a name that nobody has.
        assertThat(laptop.run("env", "RES_OPTIONS=use-vc", "getent", "ahostsv4", "www.vc.example"))
                .startsWith("0 192.0.2.80");
        assertThat(laptop.run("getent", "hosts", "nobody.default.svc")).isEqualTo("2 ");
        assertThat(laptop.run("getent", "hosts", "nobody.example")).isEqualTo("2 ");
        assertThat(daemon.ask("asked")).doesNotContain("example", "192.0.2");
    }

    @Test
    void anotherUsersProgramsAreLeftAlone() throws Exception {
        laptop.start(LaptopInNamespace.class, RANGES, "", "all");
        String[] somebodyElse = {"setpriv", "--reuid=65534", "--clear-groups", "curl", "-s", "--max-time", "15"};
        String[] inVain = {"setpriv", "--reuid=65534", "--clear-groups", "curl", "-s", "--max-time", "2"};

        assertThat(laptop.run(with(somebodyElse, "http://www.example/"))).isEqualTo(INTERNET);
        assertThat(laptop.run(with(somebodyElse, "http://hello.default/"))).startsWith("6 ");
        assertThat(laptop.run(with(inVain, "http://10.96.0.10/"))).doesNotStartWith("0 ");
        assertThat(curl("http://10.96.0.10/")).isEqualTo(CLUSTER);
    }

    private static String[] with(String[] command, String last) {
        String[] whole = Arrays.copyOf(command, command.length + 1);
        whole[command.length] = last;
        return whole;
    }

    @Test
    void aLaptopThatIsKilledLeavesNoRule() throws Exception {
        String before = laptop.rules();
        var daemon = laptop.start(LaptopInNamespace.class, RANGES, "", "all");
        assertThat(laptop.rules()).contains("table inet intercepts", "redirect to");

        daemon.process().destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(10)).until(() -> laptop.rules().equals(before));
        assertThat(curl("http://www.example/")).isEqualTo(INTERNET);
        // And the next one begins from there.
        assertThat(laptop.start(LaptopInNamespace.class, RANGES, "", "all").firstLine())
                .contains("reason=null");
        assertThat(curl("http://hello.default/")).isEqualTo(CLUSTER);
    }

    @Test
    void leavingTakesTheRulesAway() throws Exception {
        String before = laptop.rules();
        var daemon = laptop.start(LaptopInNamespace.class, RANGES, "", "all");
        assertThat(laptop.rules()).isNotEqualTo(before);

        daemon.ask("");

        assertThat(laptop.rules()).isEqualTo(before);
    }

    @Test
    void rulesThatSomebodyTookAwayComeBack() throws Exception {
        var daemon = laptop.start(LaptopInNamespace.class, RANGES, "", "all");
        // The kernel lets nobody but the table's owner take it away; but the owner can be ended.
        assertThat(laptop.run("nft", "delete", "table", "inet", "intercepts")).startsWith("1 ");
        ProcessHandle owner = daemon.process()
                .descendants()
                .filter(each -> each.info().command().orElse("").endsWith("/nft"))
                .findFirst()
                .orElseThrow();

        owner.destroyForcibly();

        await().atMost(Duration.ofSeconds(10)).until(() -> !owner.isAlive());
        await().atMost(Duration.ofSeconds(20)).until(() -> laptop.rules().contains("redirect to"));
        assertThat(curl("http://hello.default/")).isEqualTo(CLUSTER);
    }

    @Test
    void aRangeThatTheLaptopUsesItselfIsLeftOutUnlessAllowed() throws Exception {
        laptop.run("ip", "route", "add", "10.100.0.0/16", "dev", "home0");
        var daemon = laptop.start(LaptopInNamespace.class, RANGES, "", "all");

        assertThat(daemon.firstLine())
                .contains("ranges=[10.244.0.0/16]", "10.96.0.0/12 overlaps 10.100.0.0/16 of home0");
        assertThat(laptop.rules()).contains("10.244.0.0/16").doesNotContain("10.96.0.0");
        daemon.ask("");

        var allowed = laptop.start(LaptopInNamespace.class, RANGES, "10.96.0.0/12", "all");
        assertThat(allowed.firstLine()).contains("10.96.0.0/12", "leftOut=[]");
        assertThat(curl("http://hello.default/")).isEqualTo(CLUSTER);
    }

    @Test
    void withoutIpv6OnTheLaptopTheRestOfADualStackClusterIsReached() throws Exception {
        String dual = RANGES + ",fd00:96::/108";
        var before = laptop.start(LaptopInNamespace.class, dual, "", "all");
        assertThat(before.firstLine()).contains("fd00:96:0:0:0:0:0:0/108", "leftOut=[]");
        assertThat(laptop.run("getent", "ahosts", "dual.default")).contains("fd00:96::30");
        before.ask("");

        laptop.run("ip", "address", "del", "::1/128", "dev", "lo");
        Files.writeString(directory.resolve("resolv.conf"), "nameserver 192.0.2.53\nnameserver 2001:db8::53\n");
        var after = laptop.start(LaptopInNamespace.class, dual, "", "all");

        assertThat(after.firstLine())
                .contains("10.96.0.0/12", "reason=null", "fd00:96:0:0:0:0:0:0/108 (this laptop has no IPv6)");
        assertThat(laptop.run("getent", "ahosts", "dual.default"))
                .contains("10.96.0.30")
                .doesNotContain("fd00:96");
        assertThat(curl("http://dual.default/")).isEqualTo(CLUSTER);
        assertThat(laptop.rules()).doesNotContain("fd00:96", "2001:db8");
    }

    @Test
    void aNetworkThatComesLaterIsNoticed() throws Exception {
        var daemon = laptop.start(LaptopInNamespace.class, RANGES, "", "all");
        assertThat(daemon.firstLine()).contains("leftOut=[]");

        laptop.run("ip", "addr", "add", "10.244.9.1/24", "dev", "home0");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> daemon.ask("state").contains("10.244.0.0/16 overlaps 10.244.9.0/24 of home0"));
        assertThat(laptop.rules()).doesNotContain("10.244.0.0");

        // Another network: another name server, and the one before is left alone.
        Files.writeString(directory.resolve("resolv.conf"), "nameserver 192.0.2.54\n");
        await().atMost(Duration.ofSeconds(20)).until(() -> laptop.rules().contains("ip daddr 192.0.2.54"));
        assertThat(laptop.rules()).doesNotContain("ip daddr 192.0.2.53");
    }

    @Test
    void withoutTheRightsNothingIsChangedAndItSaysSo() throws Exception {
        String before = laptop.rules();
        var daemon = laptop.start(
                List.of("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"),
                LaptopInNamespace.class,
                RANGES,
                "",
                "all");

        assertThat(daemon.firstLine()).contains("ranges=[]", "no right to redirect", "telepresence connect --sudo");
        assertThat(laptop.rules()).isEqualTo(before);
    }

    @Test
    void proxyOnlyLeavesTheNetworkAlone() throws Exception {
        String before = laptop.rules();
        var daemon = laptop.start(LaptopInNamespace.class, RANGES, "", "proxy");

        assertThat(daemon.firstLine()).contains("ranges=[]", "not wanted");
        assertThat(laptop.rules()).isEqualTo(before);
    }

    private String curl(String url) throws Exception {
        return laptop.run("curl", "--silent", "--show-error", "--max-time", "15", url);
    }
}
