package dev.intercepts.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.contract.Views.Ended;
import dev.intercepts.connector.contract.Views.Outbound;
import dev.intercepts.connector.contract.Views.Proxy;
import dev.intercepts.connector.contract.Views.Routes;
import dev.intercepts.connector.contract.Views.Status;
import dev.intercepts.connector.contract.Views.StatusLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {

    private static final Proxy ON = with(new Outbound(true, List.of("10.96.0.0/12"), List.of(), null, null));

    private static Proxy with(Outbound outbound) {
        return new Proxy(true, "socks5h://127.0.0.1:1080", "http://127.0.0.1:1080", null, outbound);
    }

    private static Status status(Proxy proxy, List<StatusLine> intercepts, List<Ended> ended) {
        return new Status(
                true,
                null,
                "default",
                "https://203.0.113.7",
                proxy,
                intercepts,
                ended,
                null,
                new Routes("connected", "connecting (refused)"),
                List.of(),
                null);
    }

    private static StatusLine line(String name, String state, String message) {
        return new StatusLine(name, "default", "my-laptop", state, message, null);
    }

    @Test
    void theSeedDocumentsBlock() {
        List<StatusLine> lines = List.of(line("dataprocessingnodeservice", "ACTIVE", "all pods have applied it"));

        assertThat(StatusText.render(status(ON, lines, List.of()), false)).isEqualTo("""
                Connected
                  Context:    default (https://203.0.113.7)
                  Proxy:      ON (networking to the cluster is enabled)
                  Intercepts: 1 total
                    dataprocessingnodeservice: my-laptop
                """);
    }

    @Test
    void aWebhookThatPutsNoAgentsIsSaid() {
        Status sick = new Status(
                true,
                null,
                "default",
                "https://203.0.113.7",
                ON,
                List.of(),
                List.of(),
                null,
                null,
                List.of(Finding.fail("webhook", "its configuration is not there", "put it back")),
                null);

        assertThat(StatusText.render(sick, false)).isEqualTo("""
                Connected
                  Context:    default (https://203.0.113.7)
                  Proxy:      ON (networking to the cluster is enabled)
                  Intercepts: 0 total
                  Warning:    the webhook: its configuration is not there
                              → put it back
                """);
    }

    @Test
    void whatIsNotActiveAndWhatOthersEndedIsSaid() {
        Proxy off = new Proxy(false, null, null, "no tunnel to the Traffic Manager", null);
        List<StatusLine> lines = List.of(line("hello", "PAUSED", "the laptop is away"));
        List<Ended> ended = List.of(new Ended("web", "Ada Lovelace in the dashboard", "2026-01-01T00:00:00Z"));

        assertThat(StatusText.render(status(off, lines, ended), true)).isEqualTo("""
                Connected
                  Context:    default (https://203.0.113.7)
                  Proxy:      OFF (no tunnel to the Traffic Manager)
                  Intercepts: 1 total
                    hello: my-laptop (PAUSED: the laptop is away)
                    web: ended by Ada Lovelace in the dashboard
                  Direct:     connected
                  Relay:      connecting (refused)
                """);
    }

    @Test
    void withoutTheRightsItSaysThatAndHowToGoThroughTheProxy() {
        Outbound refused = new Outbound(
                false,
                List.of(),
                List.of(),
                "no right to redirect connections on this laptop",
                "run `telepresence connect --sudo`");

        assertThat(StatusText.render(status(with(refused), List.of(), List.of()), false))
                .isEqualTo("""
                Connected
                  Context:    default (https://203.0.113.7)
                  Proxy:      ON (networking to the cluster is enabled)
                              through socks5h://127.0.0.1:1080 or http://127.0.0.1:1080: eval "$(telepresence env)"
                              not without that: no right to redirect connections on this laptop; run `telepresence connect --sudo`
                  Intercepts: 0 total
                """);
    }

    @Test
    void aRangeThatIsLeftOutIsNamed() {
        Outbound some = new Outbound(
                true,
                List.of("10.244.0.0/24"),
                List.of("10.96.0.0/12 overlaps 10.100.0.0/16 of tun0"),
                null,
                "--allow-conflicting-subnets=10.96.0.0/12 leads it into the cluster all the same");

        assertThat(StatusText.render(status(with(some), List.of(), List.of()), false))
                .isEqualTo("""
                Connected
                  Context:    default (https://203.0.113.7)
                  Proxy:      ON (networking to the cluster is enabled)
                              left out: 10.96.0.0/12 overlaps 10.100.0.0/16 of tun0; \
                --allow-conflicting-subnets=10.96.0.0/12 leads it into the cluster all the same
                  Intercepts: 0 total
                """);
    }

    @Test
    void notConnected() {
        Status none = new Status(false, null, null, null, null, List.of(), List.of(), null, null, List.of(), null);
        assertThat(StatusText.render(none, false)).isEqualTo("Not connected\n");

        Status away = new Status(
                false,
                "the cluster is down",
                null,
                null,
                null,
                List.of(line("hello", "WAITING", "")),
                List.of(),
                null,
                null,
                List.of(),
                null);
        assertThat(StatusText.render(away, false)).isEqualTo("""
                Not connected (the cluster is down)
                  Intercepts: 1 total
                    hello: my-laptop (WAITING)
                """);
    }
}
