package dev.intercepts.connector.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.intercepts.connector.contract.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Receives the browser's redirect on a loopback port (RFC 8252 §7.3) once. */
final class LoopbackRedirect implements AutoCloseable {

    private static final String PAGE = """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>%1$s</title>
            <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
            <style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}</style>
            <h1>%1$s</h1><p>%2$s</p></html>
            """;

    private final HttpServer server;
    private final String state;
    private final CompletableFuture<String> code = new CompletableFuture<>();

    private LoopbackRedirect(HttpServer server, String state) {
        this.server = server;
        this.state = state;
    }

    /** Listens for the answer to the question with this state. */
    static LoopbackRedirect listen(String state) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        LoopbackRedirect redirect = new LoopbackRedirect(server, state);
        server.createContext("/callback", redirect::answer);
        server.start();
        return redirect;
    }

    /** Where the browser is to be sent. */
    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/callback";
    }

    /**
     * Waits for the browser.
     *
     * @return the authorization code
     */
    String awaitCode(Duration limit) throws InterruptedException {
        try {
            return code.get(limit.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw Failure.failed(
                    "login-timeout",
                    "nobody logged in within " + limit.toMinutes() + " minutes",
                    "run `telepresence login` again");
        } catch (ExecutionException e) {
            throw Failure.failed(
                    "login-refused",
                    "the login was refused: " + (e.getCause() == null ? e : e.getCause()).getMessage(),
                    "run `telepresence login` again");
        }
    }

    @Override
    public void close() {
        server.stop(1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        try (exchange) {
            if (!state.equals(query.get("state"))) {
                // Not an answer to our question, whoever asks: the login goes on.
                respond(exchange, 400, "This is not the page", "It does not belong to the login that is going on.");
                return;
            }
            String given = query.get("code");
            if (given == null) {
                String why = query.getOrDefault("error_description", query.getOrDefault("error", "no code came"));
                respond(exchange, 200, "Not logged in", "The terminal says why. You can close this page.");
                code.completeExceptionally(new IOException(why));
                return;
            }
            respond(exchange, 200, "Logged in", "You can close this page and go back to the terminal.");
            code.complete(given);
        }
    }

    private static void respond(HttpExchange exchange, int status, String title, String text) throws IOException {
        byte[] page = PAGE.formatted(title, text).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.sendResponseHeaders(status, page.length);
        exchange.getResponseBody().write(page);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
