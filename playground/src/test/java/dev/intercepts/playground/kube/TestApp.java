package dev.intercepts.playground.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/** What the pods of these tests run: answers who it is, what it was given, and what another service answers. */
public final class TestApp {

    private TestApp() {}

    public static void main(String[] args) throws IOException {
        String host = System.getenv("POD_IP");
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, args));
        server.start();
        System.out.println("listening on " + host + ":" + port);
    }

    private static void answer(HttpExchange exchange, String[] args) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String rest = path.indexOf('/', 1) > 0 ? path.substring(path.indexOf('/', 1) + 1) : "";
        String body;
        if (path.startsWith("/env/")) {
            body = String.valueOf(System.getenv(rest));
        } else if (path.startsWith("/args")) {
            body = String.join(" ", args);
        } else if (path.startsWith("/file/")) {
            body = Files.readString(Path.of(System.getenv(rest)));
        } else if (path.startsWith("/fetch/")) {
            body = fetch("http://" + rest);
        } else {
            body = System.getenv("HOSTNAME") + " " + System.getenv("VERSION") + " "
                    + ProcessHandle.current().pid();
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String fetch(String url) throws IOException {
        try (var in = new URI(url).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
