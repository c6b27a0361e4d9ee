package dev.intercepts.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoadsTest {

    @Test
    void readsWrk() {
        Loads.Load load = Loads.wrk("""
                Running 2s test @ http://127.0.0.1:1/small
                  40231 requests in 2.00s, 12.39MB read
                  Socket errors: connect 1, read 2, write 3, timeout 4
                  Non-2xx or 3xx responses: 5
                Requests/sec:  20110.55
                Transfer/sec:      6.19MB
                """);

        assertThat(load).isEqualTo(new Loads.Load(20110.55, 40231, 15));
    }

    @Test
    void readsVegeta() {
        Loads.Load load = Loads.vegeta(
                "{\"latencies\":{\"mean\":1,\"99th\":6700000,\"max\":9},\"requests\":1000,\"success\":0.998}");

        assertThat(load).isEqualTo(new Loads.Load(6.7, 1000, 2));
    }

    @Test
    void aDownloadThatIsCutShortIsAnError() {
        assertThat(Loads.curl("200 1048576 1048576", 1048576)).isEqualTo(new Loads.Load(1, 1, 0));
        assertThat(Loads.curl("200 1048575 1048576", 1048576).errors()).isEqualTo(1);
        assertThat(Loads.curl("502 1048576 1048576", 1048576).errors()).isEqualTo(1);
    }

    @Test
    void saysWhatItCouldNotRead() {
        assertThatThrownBy(() -> Loads.wrk("unable to connect")).hasMessageContaining("unable to connect");
    }
}
