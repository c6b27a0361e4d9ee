package dev.intercepts.connector.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketOwnersTest {

    private static final InetSocketAddress US = new InetSocketAddress("127.0.0.1", 1080);

    // As Linux writes it on a little-endian machine.
    private static final String IPV4 = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:0438 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 100 1 0000000000000000 100 0 0 10 0
               1: 0100007F:0438 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 101 1 0000000000000000 20 4 30 10 -1
               2: 0100007F:9C40 0100007F:0438 01 00000000:00000000 00:00000000 00000000  1001        0 102 1 0000000000000000 20 4 30 10 -1
               3: 0100007F:9C41 0100007F:0438 05 00000000:00000000 02:00000000 00000000     0        0 0 1 0000000000000000 20 4 30 10 -1
               4: 0100007F:9C42 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1002        0 103 1 0000000000000000 20 4 30 10 -1
            """;
    private static final String IPV6 = """
              sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0000000000000000FFFF00000100007F:9C43 0000000000000000FFFF00000100007F:0438 01 00000000:00000000 00:00000000 00000000  1003        0 104 1 0000000000000000 20 4 28 10 -1
            """;

    @BeforeEach
    void machine() {
        Assumptions.assumeTrue(
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "a table of another kind of machine");
    }

    private static OptionalInt owner(String table, int port) {
        return SocketOwners.find(table.lines(), new InetSocketAddress("127.0.0.1", port), US);
    }

    @Test
    void theProgramsEndCountsNotOurs() {
        assertThat(owner(IPV4, 40_000)).hasValue(1001);
        assertThat(owner(IPV6, 40_003)).hasValue(1003);
    }

    @Test
    void aSocketThatIsClosedAlreadyIsNobodys() {
        assertThat(owner(IPV4, 40_001)).isEmpty();
    }

    @Test
    void otherConnectionsAreNotMeant() {
        assertThat(owner(IPV4, 40_002)).isEmpty();
        assertThat(owner(IPV4, 40_003)).isEmpty();
    }
}
