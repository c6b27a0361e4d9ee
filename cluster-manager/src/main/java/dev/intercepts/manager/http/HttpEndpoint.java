package dev.intercepts.manager.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A port that speaks HTTP/1.1, and HTTP/2 by prior knowledge where it is cleartext (RFC 9113 §3.3). */
public final class HttpEndpoint implements AutoCloseable {

    /** Largest body, bytes: the API server's own limit of a request. */
    private static final int MAX_BODY = 3 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

    private static final Scheduler BLOCKING =
            Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor(), "http");

    private final DisposableServer server;

    private HttpEndpoint(DisposableServer server) {
        this.server = server;
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
        HttpServer server = HttpServer.create()
                .host(host)
                .port(port)
                .idleTimeout(Duration.ofMinutes(2))
                // The JDK's client asks for an upgrade to h2c with its first request, body and all.
                .httpRequestDecoder(decoder -> decoder.maxInitialLineLength(4096)
                        .maxHeaderSize(32 * 1024)
                        .h2cMaxContentLength(MAX_BODY));
        server = tls == null
                ? server.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C)
                : server.protocol(HttpProtocol.HTTP11).secure(secure -> secure.sslContext(tls));
        return new HttpEndpoint(server.handle((request, response) -> handle(handler, request, response))
                .bindNow());
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.address();
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(2));
    }

    private static Publisher<Void> handle(Handler handler, HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .asByteArray()
                .collect(ByteArrayOutputStream::new, HttpEndpoint::append)
                .flatMap(body -> Mono.fromCallable(() -> answer(handler, request, body.toByteArray()))
                        .subscribeOn(BLOCKING))
                .onErrorResume(TooLargeException.class, e -> Mono.just(Answer.text(413, "body: more than 3 MiB")))
                .flatMap(answer -> Mono.from(send(answer, response)));
    }

    private static void append(ByteArrayOutputStream body, byte[] part) {
        if (body.size() + part.length > MAX_BODY) {
            throw new TooLargeException();
        }
        body.writeBytes(part);
    }

    private static Answer answer(Handler handler, HttpServerRequest request, byte[] body) {
        try {
            return handler.handle(
                    new HttpRequest(request.method().name(), request.uri(), request.requestHeaders(), body));
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
        };
    }

    private static final class TooLargeException extends RuntimeException {
        TooLargeException() {
            super(null, null, false, false);
        }
    }
}
