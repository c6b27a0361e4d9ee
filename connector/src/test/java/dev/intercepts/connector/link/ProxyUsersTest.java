package dev.intercepts.connector.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.proxy.ClusterProxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose programs the proxy lets in, with real programs of real users. */
class ProxyUsersTest {

    private static final int NOBODY = 65_534;

    // There is no tunnel behind it: what gets in is told that.
    private static final String LET_IN = "503";
    private static final String REFUSED = "000";

    private int me;
    private ClusterProxy proxy;

    @BeforeEach
    void start() throws Exception {
        Assumptions.assumeTrue(
                Files.isReadable(Path.of("/proc/net/tcp")) && Files.isExecutable(Path.of("/usr/bin/curl")),
                "LEFT OUT: needs Linux and curl");
        me = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        proxy = ClusterProxy.start(new SwitchableOpener(), host -> host, Set.of(me), 0);
    }

    @AfterEach
    void stop() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void theUsersOwnProgramsAreLetIn() throws Exception {
        assertThat(curl(List.of())).isEqualTo(LET_IN);
    }

    @Test
    void whoIsNotAmongThemIsRefused() throws Exception {
        proxy.close();
        proxy = ClusterProxy.start(new SwitchableOpener(), host -> host, Set.of(me + 1), 0);

        assertThat(curl(List.of())).startsWith(REFUSED);
    }

    @Test
    void othersProgramsAreRefused() throws Exception {
        Assumptions.assumeTrue(
                me == 0 && Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "LEFT OUT: needs root, to be somebody else");

        assertThat(curl(List.of("setpriv", "--reuid=" + NOBODY, "--clear-groups")))
                .startsWith(REFUSED);
        assertThat(curl(List.of("setpriv", "--reuid=" + me, "--clear-groups"))).isEqualTo(LET_IN);
    }

    /** The status of the answer, and curl's own where it is not 0. */
    private String curl(List<String> as) throws Exception {
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--max-time", "10"));
        command.addAll(List.of("--noproxy", "", "-x", "http://127.0.0.1:" + proxy.port(), "http://hello.default/"));
        Process process = new ProcessBuilder(command).start();
        String status = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        int exit = process.waitFor();
        return exit == 0 ? status : status + " " + exit;
    }
}
