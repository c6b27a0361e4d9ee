package dev.intercepts.agent.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.protocol.match.RequestHead;
import dev.intercepts.protocol.route.Route;
import dev.intercepts.protocol.route.RouteTable;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoutesTest {

    private record Request(String path, String value) implements RequestHead {
        @Override
        public Iterable<String> headers(String lowerCaseName) {
            return lowerCaseName.equals("x-to") ? List.of(value) : List.of();
        }
    }

    private static Route route(String intercept, int port, Mechanism mechanism, String regex) {
        Match match =
                mechanism == Mechanism.TCP ? Match.ALL : new Match(List.of(new HeaderCondition("X-To", regex)), null);
        return new Route(intercept, port, mechanism, match, "session-of-" + intercept, 9000);
    }

    private static Destination laptop(String intercept) {
        return new Destination.Laptop(intercept, "session-of-" + intercept, 9000);
    }

    private final Routes routes = new Routes();

    @Test
    void withoutRoutesEverythingGoesToTheApp() {
        PortRoutes none = routes.of(8080);
        assertThat(none.perRequest()).isFalse();
        assertThat(none.whole()).isEqualTo(Destination.APP);
        assertThat(none.decide(new Request("/", "ann"))).isEqualTo(Destination.APP);
    }

    @Test
    void theFirstMatchCountsAndPortsAreApart() {
        routes.apply(new RouteTable(
                1,
                List.of(
                        route("ns/a", 8080, Mechanism.HTTP, "^ann$"),
                        route("ns/b", 8080, Mechanism.HTTP, "^bob$"),
                        route("ns/c", 9090, Mechanism.TCP, ""))));
        PortRoutes http = routes.of(8080);
        assertThat(http.perRequest()).isTrue();
        assertThat(http.whole()).isEqualTo(Destination.APP);
        assertThat(http.decide(new Request("/", "ann"))).isEqualTo(laptop("ns/a"));
        assertThat(http.decide(new Request("/", "bob"))).isEqualTo(laptop("ns/b"));
        assertThat(http.decide(new Request("/", "eve"))).isEqualTo(Destination.APP);
        assertThat(http.leadsTo(laptop("ns/b"))).isTrue();
        assertThat(http.leadsTo(laptop("ns/c"))).isFalse();
        assertThat(http.leadsTo(Destination.APP)).isTrue();
        PortRoutes tcp = routes.of(9090);
        assertThat(tcp.perRequest()).isFalse();
        assertThat(tcp.whole()).isEqualTo(laptop("ns/c"));
        assertThat(tcp.decide(new Request("/", "eve"))).isEqualTo(laptop("ns/c"));
        assertThat(routes.of(1).whole()).isEqualTo(Destination.APP);
    }

    @Test
    void aRouteThatCannotBeIsLeftOutAndTold() {
        List<String> errors = routes.apply(new RouteTable(
                1,
                List.of(route("ns/bad", 8080, Mechanism.HTTP, "("), route("ns/good", 8080, Mechanism.HTTP, "^bob$"))));
        assertThat(errors)
                .singleElement()
                .asString()
                .startsWith("intercept ns/bad: ")
                .contains("'('");
        assertThat(routes.of(8080).decide(new Request("/", "bob"))).isEqualTo(laptop("ns/good"));
    }

    @Test
    void aTableReplacesTheOldOneWholeAndListenersHearOfIt() {
        AtomicInteger told = new AtomicInteger();
        routes.onChange(told::incrementAndGet);
        routes.apply(new RouteTable(1, List.of(route("ns/a", 8080, Mechanism.TCP, ""))));
        routes.apply(new RouteTable(2, List.of(route("ns/b", 9090, Mechanism.TCP, ""))));
        assertThat(told).hasValue(2);
        assertThat(routes.of(8080).whole()).isEqualTo(Destination.APP);
        routes.suspend();
        assertThat(told).hasValue(2);
        assertThat(routes.of(9090).whole()).isEqualTo(Destination.APP);
    }
}
