package dev.intercepts.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {

    @ParameterizedTest
    @CsvSource({
        "netty-common-4.2.18.Final.jar, true, true",
        "netty-transport-native-epoll-4.2.18.Final-linux-x86_64.jar, true, false",
        "netty-transport-native-epoll-4.2.18.Final-linux-aarch_64.jar, false, true",
        "netty-codec-native-quic-4.2.18.Final-osx-aarch_64.jar, false, false",
        "netty-codec-native-quic-4.2.18.Final-windows-x86_64.jar, false, false",
        "netty-resolver-dns-classes-macos-4.2.18.Final.jar, false, false",
        "native-linux-x86_64-1.20.0.jar, true, false",
        "native-linux-aarch64-1.20.0.jar, false, true",
    })
    void librariesOfOtherPlatformsStayOut(String jar, boolean amd64, boolean arm64) {
        assertThat(Architecture.AMD64.runs(jar)).isEqualTo(amd64);
        assertThat(Architecture.ARM64.runs(jar)).isEqualTo(arm64);
    }

    @Test
    void nettysNativeCodeIsFoundByItsName() {
        String library = "META-INF/native/libnetty_transport_native_epoll_x86_64.so";
        assertThat(Architecture.AMD64.nettyLibrary(library)).isTrue();
        assertThat(Architecture.ARM64.nettyLibrary(library)).isFalse();
        assertThat(Architecture.AMD64.nettyLibrary("META-INF/MANIFEST.MF")).isFalse();
    }

    @Test
    void anUnknownOneIsNamed() {
        assertThat(Architecture.of("aarch64")).isEqualTo(Architecture.ARM64);
        assertThatThrownBy(() -> Architecture.of("riscv64"))
                .hasMessage("architecture: riscv64 (expected: amd64 or arm64)");
    }
}
