package dev.intercepts.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** As much of GitHub as a login needs. Whoever comes to authorize is the person that the test names, and agrees. */
final class FakeGitHub implements AutoCloseable {

    static final String CLIENT_ID = "client";
    static final String CLIENT_SECRET = "secret";

    private final HttpServer server;
    private final Map<String, List<String>> organizations = new ConcurrentHashMap<>();
    private final Map<String, Grant> codes = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private volatile String visitor = "";
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private final Map<String, String> keptBack = new ConcurrentHashMap<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Set<String> owners = ConcurrentHashMap.newKeySet();
    private final Queue<HttpExchange> unanswered = new ConcurrentLinkedQueue<>();
    private volatile boolean down;
    private volatile boolean silent;

    private record Grant(String login, String redirectUri, String challenge) {}

    FakeGitHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Says what somebody belongs to, from now on. */
    void person(String login, String... belongsTo) {
        organizations.put(login, List.of(belongsTo));
    }

    /** What somebody calls themselves. */
    void named(String login, String name) {
        names.put(login, name);
    }

    /** GitHub answers 403 to what somebody belongs to, with this message; an empty one lets them be seen again. */
    void refuse(String login, String message) {
        refusals.put(login, message);
    }

    /** So many organizations want single sign-on of somebody first. */
    void keepBack(String login, int count) {
        keptBack.put(
                login,
                IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(Collectors.joining(",")));
    }

    /** Makes somebody an owner of what they belong to, from now on. */
    void owner(String login) {
        owners.add(login);
    }

    /** Who comes to authorize next. */
    void comes(String login) {
        visitor = login;
    }

    /** GitHub knows none of that person's tokens any more. */
    void revokeTokens(String login) {
        tokens.values().removeIf(login::equals);
    }

    /** Whether GitHub's API answers 503 only. */
    void down(boolean isDown) {
        down = isDown;
    }

    /** Whether GitHub's API takes questions and does not answer them. Where it is no more so, those that wait are answered 503. */
    void silent(boolean isSilent) throws IOException {
        silent = isSilent;
        for (HttpExchange waiting = unanswered.poll(); !isSilent && waiting != null; waiting = unanswered.poll()) {
            try (HttpExchange exchange = waiting) {
                answer(exchange, 503, "{}");
            }
        }
    }

    /** How many questions wait for an answer. */
    int unanswered() {
        return unanswered.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (silent && exchange.getRequestURI().getPath().startsWith("/api/")) {
            unanswered.add(exchange);
            return;
        }
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/login/oauth/authorize" -> authorize(exchange);
                case "/login/oauth/access_token" -> exchangeCode(exchange);
                case "/api/v3/user" -> api(exchange, this::user);
                case "/api/v3/user/orgs" -> api(exchange, this::organizations);
                case "/api/v3/user/memberships/orgs" -> api(exchange, this::memberships);
                default -> answer(exchange, 404, "{}");
            }
        }
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        boolean fits = CLIENT_ID.equals(query.get("client_id"))
                && "S256".equals(query.get("code_challenge_method"))
                && "read:org".equals(query.get("scope"));
        if (!fits) {
            answer(exchange, 400, "{\"query\":\"" + query.keySet() + "\"}");
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(
                code,
                new Grant(visitor, query.getOrDefault("redirect_uri", ""), query.getOrDefault("code_challenge", "")));
        exchange.getResponseHeaders()
                .add("Location", query.get("redirect_uri") + "?code=" + code + "&state=" + query.get("state"));
        exchange.sendResponseHeaders(302, -1);
    }

    private void exchangeCode(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Grant grant = codes.remove(form.getOrDefault("code", ""));
        if (grant == null
                || !CLIENT_SECRET.equals(form.get("client_secret"))
                || !grant.redirectUri().equals(form.get("redirect_uri"))
                || !grant.challenge().equals(challenge(form.getOrDefault("code_verifier", "")))) {
            answer(exchange, 200, "{\"error\":\"bad_verification_code\"}");
            return;
        }
        String token = "gho_" + UUID.randomUUID();
        tokens.put(token, grant.login());
        answer(exchange, 200, "{\"access_token\":\"" + token + "\",\"scope\":\"read:org\",\"token_type\":\"bearer\"}");
    }

    private interface Resource {
        String of(String login);
    }

    private void api(HttpExchange exchange, Resource resource) throws IOException {
        String login = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .map(header -> header.replaceFirst("(?i)bearer ", ""))
                .map(tokens::get)
                .orElse(null);
        if (down) {
            answer(exchange, 503, "{}");
        } else if (login == null) {
            answer(exchange, 401, "{\"message\":\"Bad credentials\"}");
        } else if (exchange.getRequestURI().getPath().endsWith("/orgs")
                && !refusals.getOrDefault(login, "").isEmpty()) {
            answer(exchange, 403, "{\"message\":\"" + refusals.get(login) + "\"}");
        } else {
            if (keptBack.containsKey(login)) {
                exchange.getResponseHeaders()
                        .add("X-GitHub-SSO", "partial-results; organizations=" + keptBack.get(login));
            }
            answer(exchange, 200, resource.of(login));
        }
    }

    private String user(String login) {
        String name = names.getOrDefault(login, login.toUpperCase(Locale.ROOT));
        return "{\"id\":" + id(login) + ",\"login\":" + json(login) + ",\"name\":" + json(name)
                + ",\"avatar_url\":null}";
    }

    private static String json(String text) {
        return CommandLine.JSON.writeValueAsString(text);
    }

    private String organizations(String login) {
        return organizations.getOrDefault(login, List.of()).stream()
                .map(organization -> "{\"id\":" + id(organization) + ",\"login\":" + json(organization) + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private String memberships(String login) {
        String role = owners.contains(login) ? "admin" : "member";
        return organizations.getOrDefault(login, List.of()).stream()
                .map(organization -> "{\"state\":\"active\",\"role\":\"" + role + "\",\"organization\":{\"id\":"
                        + id(organization) + ",\"login\":" + json(organization) + "}}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static int id(String login) {
        return login.hashCode() & 0xfffffff;
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(@Nullable String text) {
        return Arrays.stream((text == null ? "" : text).split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
