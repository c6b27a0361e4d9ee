package dev.intercepts.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.protocol.stream.Hop;
import dev.intercepts.protocol.stream.RefusalReason;
import dev.intercepts.testing.NoLeaks;
import dev.intercepts.tunnel.EventLoops;
import dev.intercepts.tunnel.NoTunnelException;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class Http2Test {

    private final EventLoops loops = EventLoops.create(1, "test-peers");
    private Http2Peer app;
    private Http2Peer laptop;
    private World world;
    private Http2Peer client;

    @BeforeEach
    void open() throws IOException {
        app = Http2Peer.server(loops);
        laptop = Http2Peer.server(loops);
        world = new World(Limits.DEFAULT, app.address(), laptop.address()).routes(World.HTTP);
        client = Http2Peer.client(world.address(), loops);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        world.close();
        app.close();
        laptop.close();
        loops.group().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Http2Peer.Stream ask(Http2Peer from, boolean toLaptop, boolean end) {
        String[] plain = {
            ":method", "POST", ":scheme", "http", ":authority", "hello", ":path", "/pkg.Service/Call", "te", "trailers"
        };
        String[] marked = java.util.Arrays.copyOf(plain, plain.length + 2);
        marked[plain.length] = "x-to";
        marked[plain.length + 1] = "laptop";
        return from.open().headers(end, toLaptop ? marked : plain);
    }

    @Test
    void eachStreamIsDecidedOnItsOwn() throws Exception {
        for (int i = 0; i < 6; i++) {
            boolean toLaptop = i % 2 == 1;
            Http2Peer.Stream asked = ask(client, toLaptop, true);
            Http2Peer.Stream served = (toLaptop ? laptop : app).next();
            assertThat(served.next())
                    .isEqualTo("headers :method=POST :scheme=http :authority=hello :path=/pkg.Service/Call te=trailers"
                            + (toLaptop ? " x-to=laptop" : "") + " end");
            served.headers(false, ":status", "200", "x-who", "me").data("hi", true);
            assertThat(asked.next()).isEqualTo("headers :status=200 x-who=me");
            assertThat(asked.next()).isEqualTo("data(hi) end");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsStreamBothWaysAndEndWithTrailers(boolean toLaptop) throws Exception {
        Http2Peer.Stream asked = ask(client, toLaptop, false);
        Http2Peer.Stream served = (toLaptop ? laptop : app).next();
        served.next();
        served.headers(false, ":status", "200", "content-type", "application/grpc");
        assertThat(asked.next()).isEqualTo("headers :status=200 content-type=application/grpc");
        for (int i = 0; i < 5; i++) {
            asked.data("ping" + i, false);
            assertThat(served.next()).isEqualTo("data(ping" + i + ")");
            served.data("pong" + i, false);
            assertThat(asked.next()).isEqualTo("data(pong" + i + ")");
        }
        asked.data("", true);
        assertThat(served.next()).isEqualTo("data() end");
        served.headers(true, "grpc-status", "0");
        assertThat(asked.next()).isEqualTo("headers grpc-status=0 end");
    }

    @Test
    void interimAnswersArePassedOn() throws Exception {
        Http2Peer.Stream asked = ask(client, true, true);
        Http2Peer.Stream served = laptop.next();
        served.next();
        served.headers(false, ":status", "103", "link", "</a>").headers(true, ":status", "204");
        assertThat(asked.next()).isEqualTo("headers :status=103 link=</a>");
        assertThat(asked.next()).isEqualTo("headers :status=204 end");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void edgeIsToldThatTheLaptopAnswers(boolean toLaptop) throws Exception {
        Http2Peer.Stream asked = client.open()
                .headers(
                        true,
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        "hello",
                        ":path",
                        "/",
                        "via",
                        "1.1 intercepts-0123456789ab",
                        "x-to",
                        toLaptop ? "laptop" : "nobody");
        Http2Peer.Stream served = (toLaptop ? laptop : app).next();
        served.next();
        served.headers(false, ":status", "103").headers(false, ":status", "200").headers(true, "grpc-status", "0");
        assertThat(asked.next()).isEqualTo("headers :status=103");
        assertThat(asked.next())
                .isEqualTo("headers :status=200" + (toLaptop ? " x-intercepts-answered-by=laptop" : ""));
        assertThat(asked.next()).isEqualTo("headers grpc-status=0 end");
    }

    @Test
    void resetsArePassedOnBothWays() throws Exception {
        Http2Peer.Stream asked = ask(client, true, false);
        Http2Peer.Stream served = laptop.next();
        served.next();
        asked.reset(Http2Error.CANCEL);
        assertThat(served.next()).isEqualTo("reset CANCEL");

        asked = ask(client, false, false);
        served = app.next();
        served.next();
        served.reset(Http2Error.ENHANCE_YOUR_CALM);
        assertThat(asked.next()).isEqualTo("reset ENHANCE_YOUR_CALM");
    }

    @Test
    void withoutATunnelTheAppAnswers() throws Exception {
        world.laptopFails.set(new NoTunnelException("none"));
        Http2Peer.Stream asked = ask(client, true, true);
        Http2Peer.Stream served = app.next();
        served.next();
        served.headers(true, ":status", "204");
        assertThat(asked.next()).isEqualTo("headers :status=204 end");
    }

    @Test
    void aLaptopWithoutListenerIsToldAsSuch() throws Exception {
        world.laptopFails.set(Http1Test.refused(RefusalReason.CONNECT_FAILED, Hop.LAPTOP));
        Http2Peer.Stream asked = ask(client, true, false);
        assertThat(asked.next()).startsWith("headers :status=502 ").contains(" x-intercepts-hop=laptop");
        assertThat(asked.next()).contains("\"hop\":\"laptop\"").endsWith(" end");
    }

    @Test
    void aConnectionLostBeforeAnAnswerBegan() throws Exception {
        Http2Peer.Stream asked = ask(client, true, true);
        Http2Peer.Stream served = laptop.next();
        served.next();
        served.channel().parent().close();
        assertThat(asked.next()).startsWith("headers :status=502 ").contains(" x-intercepts-hop=laptop");
    }

    @Test
    void aConnectionLostAfterTheAnswerBegan() throws Exception {
        Http2Peer.Stream asked = ask(client, true, true);
        Http2Peer.Stream served = laptop.next();
        served.next();
        served.headers(false, ":status", "200");
        assertThat(asked.next()).isEqualTo("headers :status=200");
        served.channel().parent().close();
        assertThat(asked.next()).isEqualTo("reset INTERNAL_ERROR");
    }

    @Test
    void anAppThatGoesAwayFinishesAndIsDialledAgain() throws Exception {
        Http2Peer.Stream first = ask(client, false, true);
        Http2Peer.Stream served = app.next();
        served.next();
        served.channel()
                .parent()
                .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(100));
        await().until(() -> {
            Http2Peer.Stream second = ask(client, false, true);
            Http2Peer.Stream other = app.next();
            other.next();
            other.headers(true, ":status", "204");
            assertThat(second.next()).isEqualTo("headers :status=204 end");
            return other.channel().parent() != served.channel().parent();
        });
        served.headers(true, ":status", "200");
        assertThat(first.next()).isEqualTo("headers :status=200 end");
    }

    @Test
    void aStalledStreamHoldsNoOtherBack() throws Exception {
        Http2Peer.Stream stalled = ask(client, true, false);
        Http2Peer.Stream served = laptop.next();
        served.next();
        stalled.channel().config().setAutoRead(false);
        served.headers(false, ":status", "200");
        for (int i = 0; i < 64; i++) {
            served.data("x".repeat(64 * 1024), false);
        }
        Http2Peer.Stream asked = ask(client, true, true);
        Http2Peer.Stream other = laptop.next();
        other.next();
        other.headers(false, ":status", "200").data("y".repeat(200_000), true);
        assertThat(asked.next()).isEqualTo("headers :status=200");
        assertThat(asked.data(200_000)).hasSize(200_000);
        stalled.channel().config().setAutoRead(true);
        assertThat(stalled.next()).isEqualTo("headers :status=200");
        assertThat(stalled.data(64 * 64 * 1024)).hasSize(64 * 64 * 1024);
    }

    // More streams than whoever answers takes on a connection

    private static List<Http2Peer.Stream> served(Http2Peer peer, int count) throws Exception {
        List<Http2Peer.Stream> served = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Http2Peer.Stream next = peer.next();
            next.next();
            served.add(next);
        }
        return served;
    }

    private List<Http2Peer.Stream> asked(Http2Peer from, boolean toLaptop, int count) {
        List<Http2Peer.Stream> asked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            asked.add(ask(from, toLaptop, true));
        }
        return asked;
    }

    private static long connections(List<Http2Peer.Stream> served) {
        return served.stream()
                .map(stream -> stream.channel().parent())
                .distinct()
                .count();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void streamsThatOneConnectionDoesNotTakeHaveAnother(boolean toLaptop) throws Exception {
        Http2Peer few = Http2Peer.server(loops, 2);
        try (World other = new World(Limits.DEFAULT, few.address(), few.address()).routes(World.HTTP)) {
            Http2Peer from = Http2Peer.client(other.address(), loops);
            List<Http2Peer.Stream> asked = asked(from, toLaptop, 5);
            // All are held at once: had one to wait for another, it would not come here.
            List<Http2Peer.Stream> served = served(few, 5);
            assertThat(connections(served)).isEqualTo(3);
            served.forEach(stream -> stream.headers(true, ":status", "200"));
            for (Http2Peer.Stream stream : asked) {
                assertThat(stream.next()).isEqualTo("headers :status=200 end");
            }
            from.close();
        }
        few.close();
    }

    @Test
    void streamsThatNoConnectionTakesWaitForOthersToEnd() throws Exception {
        Http2Peer few = Http2Peer.server(loops, 1);
        try (World other = new World(Limits.DEFAULT, few.address(), null).routes(World.HTTP)) {
            Http2Peer from = Http2Peer.client(other.address(), loops);
            int most = Http2Upstreams.MOST_CONNECTIONS;
            List<Http2Peer.Stream> asked = asked(from, false, 3 * most);
            List<Http2Peer.Stream> served = served(few, most);
            assertThat(connections(served)).isEqualTo(most);
            asked.get(3 * most - 1).reset(Http2Error.CANCEL);
            for (int i = 0; i < 2 * most - 1; i++) {
                served.get(i).headers(true, ":status", "200");
                served.addAll(served(few, 1));
            }
            served.subList(2 * most - 1, 3 * most - 1).forEach(stream -> stream.headers(true, ":status", "200"));
            for (Http2Peer.Stream stream : asked.subList(0, 3 * most - 1)) {
                assertThat(stream.next()).isEqualTo("headers :status=200 end");
            }
            assertThat(connections(served)).isEqualTo(most);
            from.close();
        }
        few.close();
    }

    @Test
    void whoWaitsForAConnectionThatIsNotToBeHadIsToldToo() throws Exception {
        try (Backend nobody = new Backend()) {
            nobody.close();
            try (World other = new World(Limits.DEFAULT, nobody.address(), null).routes(World.HTTP)) {
                Http2Peer from = Http2Peer.client(other.address(), loops);
                for (Http2Peer.Stream stream : asked(from, false, 5)) {
                    assertThat(stream.next()).startsWith("headers :status=502 ").contains(" x-intercepts-hop=app");
                }
                from.close();
            }
        }
    }

    // Passed through where nothing is told apart

    @Test
    void aNewRouteMovesTheClientToAnotherConnectionWithoutLosingARequest() throws Exception {
        world.routes();
        Http2Peer through = Http2Peer.client(world.address(), loops);
        Http2Peer.Stream before = ask(through, true, false);
        Http2Peer.Stream served = app.next();
        served.next();
        served.headers(false, ":status", "200");
        assertThat(before.next()).isEqualTo("headers :status=200");

        world.routes(World.HTTP);
        through.awaitGoAway();
        before.data("goes on", true);
        assertThat(served.next()).isEqualTo("data(goes on) end");
        served.data("until its end", true);
        assertThat(before.next()).isEqualTo("data(until its end) end");

        Http2Peer again = Http2Peer.client(world.address(), loops);
        ask(again, true, true);
        assertThat(laptop.next().next()).contains("x-to=laptop");
        through.close();
        again.close();
    }

    @Test
    void aTableThatChangesNothingHereMovesNobody() throws Exception {
        world.routes();
        Http2Peer through = Http2Peer.client(world.address(), loops);
        Http2Peer.Stream asked = ask(through, true, false);
        Http2Peer.Stream served = app.next();
        served.next();
        world.routes();
        served.headers(true, ":status", "204");
        assertThat(asked.next()).isEqualTo("headers :status=204 end");
        assertThat(through.wasAskedToGo()).isFalse();
        through.close();
    }

    @Test
    void tcpTakesConnectionsOfHttp2Whole() throws Exception {
        world.routes(World.TCP);
        Http2Peer through = Http2Peer.client(world.address(), loops);
        ask(through, false, true);
        assertThat(laptop.next().next()).contains(":path=/pkg.Service/Call");
        world.routes();
        through.awaitGoAway();
        through.close();
    }

    @Test
    void whoComesWhileItDrainsIsAnsweredAndAskedToGoElsewhere() throws Exception {
        world.port.drain();
        Http2Peer late = Http2Peer.client(world.address(), loops);
        Http2Peer.Stream asked = ask(late, true, true);
        Http2Peer.Stream served = laptop.next();
        served.next();
        late.awaitGoAway();
        served.headers(true, ":status", "204");
        assertThat(asked.next()).isEqualTo("headers :status=204 end");
        late.close();
    }

    @Test
    void drainingAsksClientsToGoElsewhere() throws Exception {
        Http2Peer.Stream asked = ask(client, true, true);
        Http2Peer.Stream served = laptop.next();
        served.next();
        world.port.drain();
        client.awaitGoAway();
        served.headers(true, ":status", "204");
        assertThat(asked.next()).isEqualTo("headers :status=204 end");
    }
}
