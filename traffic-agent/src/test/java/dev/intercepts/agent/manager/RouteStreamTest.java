package dev.intercepts.agent.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.agent.FakeManager;
import dev.intercepts.agent.routes.Destination;
import dev.intercepts.agent.routes.Routes;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.protocol.route.AgentHello;
import dev.intercepts.protocol.route.Route;
import dev.intercepts.testing.NoLeaks;
import dev.intercepts.tunnel.EventLoops;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class RouteStreamTest {

    private static final Route TCP = route(Mechanism.TCP, Match.ALL);

    private final EventLoops loops = EventLoops.create(1, "test-routes");
    private final Routes routes = new Routes();
    private final AtomicInteger first = new AtomicInteger();
    private FakeManager manager;
    private RouteStream stream;

    @BeforeEach
    void open() throws IOException {
        manager = new FakeManager(1);
        stream = new RouteStream(
                "127.0.0.1",
                manager.apiPort(),
                () -> "secret",
                new AgentHello("shop", "hello-1", new Workload(WorkloadKind.Deployment, "hello"), "1", Map.of()),
                routes,
                first::incrementAndGet,
                loops,
                RandomGenerator.of("L64X128MixRandom"));
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
        manager.close();
        loops.group().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static Route route(Mechanism mechanism, Match match) {
        return new Route("shop/hello", 8080, mechanism, match, "0123456789abcdef0123456789abcdef", 9000);
    }

    private boolean intercepted() {
        return !routes.of(8080).whole().equals(Destination.APP);
    }

    @Test
    void eachTableHoldsAndIsReported() throws Exception {
        manager.routes(TCP);
        stream.start();
        assertThat(manager.nextHello()).contains("\"pod\":\"hello-1\"");
        assertThat(manager.nextApplied()).isEqualTo("{\"namespace\":\"shop\",\"pod\":\"hello-1\",\"revision\":1}");
        assertThat(intercepted()).isTrue();
        manager.routes();
        assertThat(manager.nextApplied()).contains("\"revision\":2");
        assertThat(intercepted()).isFalse();
        assertThat(first).hasValue(1);
    }

    @Test
    void aRouteThatCannotBeAppliedIsReported() throws Exception {
        manager.routes(route(Mechanism.HTTP, new Match(List.of(new HeaderCondition("x", "(")), null)));
        stream.start();
        assertThat(manager.nextApplied()).contains("\"error\":\"intercept shop/hello: ");
    }

    @Test
    void whileTheStreamIsLostTheAppAnswers() throws Exception {
        manager.routes(TCP);
        stream.start();
        manager.nextApplied();
        manager.answer(503);
        manager.cut();
        await().until(() -> !intercepted());
        manager.answer(200);
        await().atMost(Duration.ofSeconds(30)).until(this::intercepted);
        assertThat(first).hasValue(1);
    }

    @Test
    void whatIsNoTableIsAskedForAgain() throws Exception {
        manager.line("{\"revision\":\"none\"}");
        stream.start();
        manager.nextHello();
        manager.nextHello();
        manager.routes(TCP);
        await().atMost(Duration.ofSeconds(30)).until(this::intercepted);
    }

    @Test
    void pausesGrowToAnEndAndStartAnew() {
        Backoff backoff = new Backoff(new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        });
        for (int millis : new int[] {250, 500, 1000, 2000, 3000, 3000}) {
            assertThat(backoff.next()).isEqualTo(Duration.ofMillis(millis));
        }
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(250));
    }
}
