package dev.intercepts.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkRightsTest {

    private static NetworkRights rights(String uid, String effective) {
        return NetworkRights.of(
                List.of("Name:\tjava", "Uid:\t%s\t%s\t%s\t%s".formatted(uid, uid, uid, uid), "CapEff:\t" + effective));
    }

    @Test
    void aUserWithoutRights() {
        assertThat(rights("1000", "0000000000000000")).isEqualTo(new NetworkRights(1000, false));
        assertThat(rights("1000", "0000000000000000").users(Map.of("SUDO_UID", "1001")))
                .containsExactly(0, 1000);
    }

    @Test
    void rootAndOneWithTheCapabilityAlone() {
        assertThat(rights("0", "000001ffffffffff")).isEqualTo(new NetworkRights(0, true));
        assertThat(rights("1000", "0000000000001000")).isEqualTo(new NetworkRights(1000, true));
        // All but that one.
        assertThat(rights("0", "000001ffffffefff")).isEqualTo(new NetworkRights(0, false));
    }

    @Test
    void rootBySudoWorksForWhoeverAskedForIt() {
        NetworkRights root = rights("0", "000001ffffffffff");

        assertThat(root.users(Map.of())).containsExactly(0);
        assertThat(root.users(Map.of("SUDO_UID", "1000"))).containsExactly(0, 1000);
        assertThat(root.users(Map.of("SUDO_UID", "x; accept"))).containsExactly(0);
    }
}
