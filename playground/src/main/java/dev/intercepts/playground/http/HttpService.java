package dev.intercepts.playground.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A function from {@link Request} to {@link Answer}, served over HTTP/1.1 with a virtual thread for each request. */
public final class HttpService implements AutoCloseable {

    private static final Logger LOG = System.getLogger(HttpService.class.getName());

    private final HttpServer server;

    private HttpService(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @param address where; port 0 takes a free one
     * @param handler may throw: the caller sees a 500 without the reason, the log has it
     */
    public static HttpService start(InetSocketAddress address, Function<Request, Answer> handler) {
        try {
            HttpServer server = HttpServer.create(address, 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> answer(exchange, handler));
            server.start();
            return new HttpService(server);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, Function<Request, Answer> handler) throws IOException {
        try (exchange) {
            Answer answer = handle(Request.read(exchange), handler);
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            boolean bodiless = exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
            exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : answer.body().length);
            if (!bodiless) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private static Answer handle(Request request, Function<Request, Answer> handler) {
        try {
            return handler.apply(request);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, request.method() + " " + request.path() + " failed", e);
            return Answer.text(500, "Something went wrong here; the log says what.\n");
        }
    }
}
