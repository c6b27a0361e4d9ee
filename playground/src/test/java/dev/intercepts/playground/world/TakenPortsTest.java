package dev.intercepts.playground.world;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakenPortsTest {

    @Test
    void aProgramOnAllAddressesIsInTheWay() throws IOException {
        try (ServerSocket everywhere = new ServerSocket(0)) {
            int port = everywhere.getLocalPort();
            assertThatThrownBy(() -> TakenPorts.refuse(List.of(port)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + port + " is taken");
        }
    }

    @Test
    void aProgramOnOneAddressIsNot() throws IOException {
        try (ServerSocket here = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatCode(() -> TakenPorts.refuse(List.of(here.getLocalPort())))
                    .doesNotThrowAnyException();
        }
    }
}
