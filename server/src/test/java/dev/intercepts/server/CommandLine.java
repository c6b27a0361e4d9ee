package dev.intercepts.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the command does against the hosted service: log in by OAuth, then call the API. */
final class CommandLine {

    static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    static final String REDIRECT = "http://127.0.0.1:51234/callback";

    private final RunningService service;
    String accessToken = "";
    String refreshToken = "";

    CommandLine(RunningService service) {
        this.service = service;
    }

    /** Logs somebody in for an organization, in a browser of their own. */
    static CommandLine loggedIn(RunningService service, String login, String organization) {
        CommandLine command = new CommandLine(service);
        HttpResponse<String> tokens = command.exchange(command.code(login, organization));
        if (tokens.statusCode() != 200) {
            throw new AssertionError(tokens.statusCode() + " " + tokens.body());
        }
        command.keep(tokens);
        return command;
    }

    /** The authorization code that the browser brings to the loopback address. */
    String code(String login, String organization) {
        HttpResponse<String> back = service.browser().signIn(login, organization, authorizePath(REDIRECT, "xyz"));
        Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(TestBrowser.location(back));
        if (!code.find()) {
            throw new AssertionError(back.statusCode() + " " + TestBrowser.location(back) + " " + back.body());
        }
        return code.group(1);
    }

    static String authorizePath(String redirect, String state) {
        return "/oauth2/authorize?"
                + TestBrowser.form(Map.of(
                        "response_type", "code",
                        "client_id", "telepresence",
                        "redirect_uri", redirect,
                        "scope", "intercepts",
                        "state", state,
                        "code_challenge", CHALLENGE,
                        "code_challenge_method", "S256"));
    }

    HttpResponse<String> exchange(String code) {
        return exchange(code, VERIFIER);
    }

    HttpResponse<String> exchange(String code, String verifier) {
        return token(Map.of(
                "grant_type", "authorization_code",
                "client_id", "telepresence",
                "code", code,
                "redirect_uri", REDIRECT,
                "code_verifier", verifier));
    }

    HttpResponse<String> refresh(String token) {
        return token(Map.of("grant_type", "refresh_token", "client_id", "telepresence", "refresh_token", token));
    }

    HttpResponse<String> revoke(String token) {
        return form("/oauth2/revoke", Map.of("client_id", "telepresence", "token", token));
    }

    void keep(HttpResponse<String> tokens) {
        JsonNode json = JSON.readTree(tokens.body());
        accessToken = json.path("access_token").asString();
        refreshToken = json.path("refresh_token").asString();
    }

    HttpResponse<String> get(String path) {
        return call("GET", path, null);
    }

    /** Calls the API with the access token; a body is written as JSON. */
    HttpResponse<String> call(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url + path))
                .header("Authorization", "Bearer " + accessToken)
                .header("Content-Type", "application/json");
        request.method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body)));
        return send(request.build());
    }

    /** Registers a cluster and an intercept in it. */
    Registered register(String name) {
        JsonNode cluster = json(
                call("POST", "/api/v1/clusters", Map.of("uid", UUID.randomUUID().toString(), "name", "kind")));
        JsonNode intercept = json(call(
                "POST", "/api/v1/intercepts", registration(cluster.path("id").asString(), name)));
        return new Registered(
                cluster.path("id").asString(),
                cluster.path("token").asString(),
                intercept.path("id").asString());
    }

    /** Makes the preview of an intercept. */
    JsonNode preview(String interceptId) {
        return json(call(
                "PUT",
                "/api/v1/intercepts/" + interceptId + "/preview",
                Map.of("ingress", Map.of("host", "ingress.default", "port", 80, "tls", false))));
    }

    static Map<String, Object> registration(String clusterId, String name) {
        return Map.ofEntries(
                Map.entry("clusterId", clusterId),
                Map.entry("namespace", "default"),
                Map.entry("name", name),
                Map.entry("workload", "deployment/" + name),
                Map.entry("mechanism", "http"),
                Map.entry(
                        "match",
                        java.util.List.of("header(\"x-telepresence-intercept-id\") ~= regexp(\"u:" + name + "\")")),
                Map.entry("previewHeaders", Map.of("x-telepresence-intercept-id", "u:" + name)),
                Map.entry("target", "127.0.0.1:9000"),
                Map.entry("laptop", "laptop"),
                Map.entry("sessionId", "0123456789abcdef0123456789abcdef"));
    }

    static JsonNode json(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** Ids and uplink token. */
    record Registered(String clusterId, String clusterToken, String interceptId) {}

    private HttpResponse<String> token(Map<String, String> fields) {
        return form("/oauth2/token", fields);
    }

    HttpResponse<String> form(String path, Map<String, String> fields) {
        return send(HttpRequest.newBuilder(URI.create(service.url + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(TestBrowser.form(fields)))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
