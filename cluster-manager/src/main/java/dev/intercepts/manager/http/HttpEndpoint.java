package dev.intercepts.manager.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A port that speaks HTTP/1.1, and HTTP/2 by prior knowledge where it is cleartext (RFC 9113 §3.3). */
public final class HttpEndpoint implements AutoCloseable {

    /** Within which a request's body must have come. */
    private static final Duration BODY_TIME = Duration.ofSeconds(10);

    /** Of a request that asks for an upgrade to h2c, as the JDK's client does with its first: Netty takes its body whole, bytes. */
    private static final int UPGRADE_BODY = 64 * 1024;

    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

    private static final Scheduler BLOCKING =
            Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor(), "http");

    private final DisposableServer server;
    private final ChannelGroup connections;

    private HttpEndpoint(DisposableServer server, ChannelGroup connections) {
        this.server = server;
        this.connections = connections;
    }

    /**
     * Listens.
     *
     * @param host address to bind
     * @param port 0-65535, 0 for any
     * @param tls {@code null} for cleartext
     * @throws reactor.netty.ChannelBindException if the address cannot be had
     */
    public static HttpEndpoint bind(String host, int port, @Nullable SslContext tls, Handler handler) {
        return bind(host, port, tls, handler, BODY_TIME);
    }

    static HttpEndpoint bind(String host, int port, @Nullable SslContext tls, Handler handler, Duration bodyTime) {
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        HttpServer server = HttpServer.create()
                .host(host)
                .port(port)
                .idleTimeout(Duration.ofMinutes(2))
                .doOnChannelInit((observer, channel, remote) -> {
                    connections.add(channel);
                    channel.pipeline().addBefore(NettyPipeline.HttpTrafficHandler, "bodyTime", new BodyTime(bodyTime));
                })
                .httpRequestDecoder(decoder -> decoder.maxInitialLineLength(4096)
                        .maxHeaderSize(32 * 1024)
                        .h2cMaxContentLength(UPGRADE_BODY));
        server = tls == null
                ? server.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C)
                : server.protocol(HttpProtocol.HTTP11).secure(secure -> secure.sslContext(tls));
        Bodies bodies = new Bodies(BLOCKING);
        return new HttpEndpoint(
                server.handle((request, response) ->
                                handle(handler, bodies, new RequestBody(request, bodyTime), request, response))
                        .bindNow(),
                connections);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.address();
    }

    /** Ends all connections too: who is still on one would be answered for ever by what has ended. */
    @Override
    public void close() {
        server.disposeNow(CLOSING);
        connections.close().awaitUninterruptibly(CLOSING.toMillis());
    }

    private static Publisher<Void> handle(
            Handler handler, Bodies bodies, RequestBody body, HttpServerRequest request, HttpServerResponse response) {
        HttpRequest head = new HttpRequest(request.method().name(), request.uri(), request.requestHeaders());
        return Mono.fromCallable(() -> answer(head, () -> handler.handle(head)))
                .subscribeOn(BLOCKING)
                .flatMap(answer -> answer instanceof Answer.AfterBody(int most, Answer.BodyHandler then)
                        ? bodies.answer(body, most, bytes -> answer(head, () -> then.handle(bytes)))
                        : Mono.just(answer))
                .onErrorResume(TimeoutException.class, e -> {
                    response.keepAlive(false);
                    return Mono.just(Answer.text(408, "The body did not come in time"));
                })
                .flatMap(answer -> Mono.from(send(answer, body.isHeldBack() ? response.keepAlive(false) : response)));
    }

    private static Answer answer(HttpRequest request, Callable<Answer> made) {
        try {
            return made.call();
        } catch (BadRequestException e) {
            return Answer.text(400, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            LOG.atError().addKeyValue("path", request.path()).setCause(e).log("Request failed");
            return Answer.text(500, "It failed; the Traffic Manager's log says why");
        }
    }

    private static Publisher<Void> send(Answer answer, HttpServerResponse response) {
        return switch (answer) {
            case Answer.Whole(int status, String type, byte[] body)
            when body.length == 0 && type.isEmpty() -> response.status(status).send();
            case Answer.Whole(int status, String type, byte[] body) ->
                response.status(status)
                        .header("content-type", type)
                        .header("content-length", Integer.toString(body.length))
                        .sendByteArray(Mono.just(body));
            case Answer.Lines(String type, var lines) ->
                response.header("content-type", type)
                        .send(lines.map(line -> Unpooled.copiedBuffer(line, StandardCharsets.UTF_8)), line -> true);
            case Answer.AfterBody ignored ->
                Mono.error(new IllegalStateException("the answer to a body asks for a body"));
        };
    }
}
