package dev.intercepts.connector.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A hosted service that keeps to the OAuth rules: PKCE is checked, refresh tokens rotate, access tokens end. */
public final class FakeCloud implements AutoCloseable {

    private final HttpServer server;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final List<String> revoked = new CopyOnWriteArrayList<>();
    private volatile String challenge = "";
    private volatile String refreshToken = "";
    private volatile String accessToken = "";
    private volatile int expiresIn = 3600;
    private volatile String apiKey = "none";
    private volatile CompletableFuture<Boolean> tokensHeld = CompletableFuture.completedFuture(true);
    private volatile String organization = "acme";
    private volatile String access = "PRIVATE";
    private volatile boolean interceptEnded;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<String> deviceAnswers = new ConcurrentLinkedQueue<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    public FakeCloud() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** {@code METHOD /path} of each call so far. */
    public List<String> calls() {
        return calls;
    }

    /** Bodies of API calls so far. */
    public List<String> bodies() {
        return bodies;
    }

    /** Tokens that were ended. */
    public List<String> revoked() {
        return revoked;
    }

    /** Seconds that the next tokens are good for. */
    void expiresIn(int seconds) {
        expiresIn = seconds;
    }

    /** What is said to a device that asks, one after the other; then it is let in. */
    void deviceAnswers(String... errors) {
        deviceAnswers.addAll(List.of(errors));
    }

    /** The one API key that is good. */
    void apiKey(String key) {
        apiKey = key;
    }

    /** Lets those wait who ask for tokens. */
    void holdTokens() {
        tokensHeld = new CompletableFuture<>();
    }

    /** Answers those who wait, and others at once. */
    void releaseTokens() {
        tokensHeld.complete(true);
    }

    /** Makes the present access token worthless. */
    void forgetAccessToken() {
        accessToken = "another";
    }

    /** Makes the present refresh token worthless. */
    void forgetRefreshToken() {
        refreshToken = "another";
    }

    /** For which organization people are let in from now on. */
    public void organization(String name) {
        organization = name;
    }

    /** Who may open the preview of the one intercept. */
    void access(String level) {
        access = level;
    }

    /** Ends the one intercept. */
    void endIntercept() {
        interceptEnded = true;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(exchange.getRequestMethod() + " " + path);
            switch (path) {
                case "/.well-known/intercepts" ->
                    json(
                            exchange,
                            200,
                            "{\"tunnelUrl\":\"%s\",\"previewDomain\":\"p\",\"version\":\"1\"}".formatted(url()));
                case "/.well-known/oauth-authorization-server" -> json(exchange, 200, """
                            {"issuer":"%1$s","authorization_endpoint":"%1$s/oauth2/authorize",
                             "token_endpoint":"%1$s/oauth2/token",
                             "device_authorization_endpoint":"%1$s/oauth2/device_authorization","revocation_endpoint":"%1$s/oauth2/revoke"}""".formatted(url()));
                case "/oauth2/authorize" -> authorize(exchange);
                case "/oauth2/device_authorization" -> json(exchange, 200, """
                            {"device_code":"the-device","user_code":"WDJB-MJHT","verification_uri":"%s/device",
                             "expires_in":600,"interval":1}""".formatted(url()));
                case "/oauth2/token" -> token(exchange, form(body));
                case "/oauth2/revoke" -> {
                    revoked.add(form(body).getOrDefault("token", ""));
                    json(exchange, 200, "");
                }
                default -> api(exchange, path, body);
            }
        }
    }

    private void api(HttpExchange exchange, String path, String body) throws IOException {
        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
        if (!("Bearer " + accessToken).equals(bearer) && !("Bearer " + apiKey).equals(bearer)) {
            json(exchange, 401, "{\"title\":\"Unauthorized\"}");
            return;
        }
        bodies.add(body);
        if (path.equals("/api/v1/events")) {
            events(exchange);
            return;
        }
        String preview = """
                {"url":"https://label.preview.example","access":"%s","corsPreflights":false,
                 "ingress":{"host":"ingress.web","port":80,"tls":false}}""".formatted(access);
        String intercept = """
                {"id":"i1","clusterId":"c1","clusterName":"n","namespace":"default","name":"hello",
                 "workload":"deployment/hello","mechanism":"http","match":[],"target":"127.0.0.1:1","laptop":"l",
                 "owner":"ada","ownerName":"Ada","state":"ACTIVE","message":"","createdAt":"2026-01-01T00:00:00Z"}""";
        switch (path) {
            case "/api/v1/me" ->
                json(
                        exchange,
                        200,
                        "{\"login\":\"ada\",\"name\":\"Ada\",\"organization\":\"%s\"}".formatted(organization));
            case "/api/v1/clusters" -> json(exchange, 200, "{\"id\":\"c1\"}");
            case "/api/v1/clusters/c1/token" -> json(exchange, 200, "{\"id\":\"c1\",\"token\":\"uplink\"}");
            case "/api/v1/intercepts" -> json(exchange, 201, intercept);
            case "/api/v1/intercepts/i1/preview" -> json(exchange, 200, preview);
            case "/api/v1/intercepts/i1" -> {
                if (!exchange.getRequestMethod().equals("GET")) {
                    json(exchange, 204, "");
                } else if (interceptEnded) {
                    notFound(exchange, path);
                } else {
                    json(exchange, 200, intercept.replaceFirst("}$", ",\"preview\":" + preview + "}"));
                }
            }
            default -> notFound(exchange, path);
        }
    }

    private static void notFound(HttpExchange exchange, String path) throws IOException {
        byte[] problem = "{\"title\":\"Not Found\",\"detail\":\"no such thing: %s\"}"
                .formatted(path)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        exchange.sendResponseHeaders(404, problem.length);
        exchange.getResponseBody().write(problem);
    }

    /** Answers, and then says nothing for as long as it runs. */
    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(":connected\n\n".getBytes(StandardCharsets.US_ASCII));
        exchange.getResponseBody().flush();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        challenge = query.getOrDefault("code_challenge", "");
        String back = query.get("redirect_uri") + "?code=the-code&state=" + query.get("state");
        exchange.getResponseHeaders().set("Location", back);
        json(exchange, 302, "");
    }

    private void token(HttpExchange exchange, Map<String, String> form) throws IOException {
        tokensHeld.join();
        String answer = "the-device".equals(form.get("device_code")) ? deviceAnswers.poll() : null;
        if (answer != null) {
            json(exchange, 400, "{\"error\":\"%s\"}".formatted(answer));
            return;
        }
        boolean good = switch (form.getOrDefault("grant_type", "")) {
            case "authorization_code" ->
                "the-code".equals(form.get("code")) && challenge.equals(hash(form.getOrDefault("code_verifier", "")));
            case "urn:ietf:params:oauth:grant-type:device_code" -> "the-device".equals(form.get("device_code"));
            case "refresh_token" -> refreshToken.equals(form.get("refresh_token"));
            default -> false;
        };
        if (!good || !"telepresence".equals(form.get("client_id"))) {
            json(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        int number = tokens.incrementAndGet();
        accessToken = "access-" + number;
        refreshToken = "refresh-" + number;
        json(
                exchange,
                200,
                "{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"expires_in\":%d,\"token_type\":\"Bearer\"}"
                        .formatted(accessToken, refreshToken, expiresIn));
    }

    private static String hash(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(String encoded) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : new ArrayList<>(List.of(encoded.split("&")))) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
