package dev.intercepts.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.NetworkOptions;
import dev.intercepts.connector.link.SwitchableOpener;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a sudo that wants a password, as it does once the one that was given has run out. */
class RedirectionTest {

    private static final ClusterView VIEW =
            new ClusterView(Set.of("203.0.113.0/24"), Set.of(), Set.of(), URI.create("https://192.0.2.1:6443"));

    @TempDir
    private Path directory;

    private Path tries;

    @BeforeEach
    void programs() throws Exception {
        Assumptions.assumeTrue(RedirectedConnections.supported(), "LEFT OUT: needs Linux");
        tries = directory.resolve("tries");
        program("nft", "exit 0");
        program("sudo", "echo \"$*\" >> %s; echo 'sudo: a password is required' >&2; exit 1".formatted(tries));
    }

    private void program(String name, String script) throws Exception {
        Files.createFile(
                directory.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
    }

    private Redirection redirection() {
        return new Redirection(
                new SwitchableOpener(),
                List::of,
                new Random(),
                Map.of("PATH", directory.toString()),
                new NetworkRights(1000, false),
                new NetworkOptions(false, true, List.of()));
    }

    @Test
    void aPasswordIsNotAskedForAgainBeforeSomebodyConnects() throws Exception {
        Redirection redirection = redirection();
        assertThat(redirection.cannot()).isNull();

        OutboundState first = redirection.follow(VIEW);
        OutboundState second = redirection.follow(VIEW);

        assertThat(first.reason()).contains("sudo: a password is required");
        assertThat(first.remedy()).contains("telepresence connect --sudo");
        assertThat(second).isEqualTo(first);
        assertThat(tries).hasContent("-n " + directory.resolve("nft") + " -i");

        redirection().follow(VIEW);
        assertThat(Files.readAllLines(tries)).hasSize(2);
    }
}
