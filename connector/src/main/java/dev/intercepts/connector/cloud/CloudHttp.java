package dev.intercepts.connector.cloud;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP with JSON bodies; turns problem details (RFC 9457) and OAuth errors (RFC 6749 §5.2) into failures. */
public final class CloudHttp {

    /** Code of the failure that says that an answer is of another form than expected. */
    static final String NOT_UNDERSTOOD = "cloud-answer";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final JsonMapper mapper = JsonMapper.builder().build();

    /** The client underneath, for streams. */
    HttpClient client() {
        return http;
    }

    /** The mapper of the API's records. */
    JsonMapper mapper() {
        return mapper;
    }

    /** {@code GET} without a token. */
    public <T> T get(URI uri, Class<T> type) throws InterruptedException {
        return read(send(HttpRequest.newBuilder(uri).timeout(LIMIT).build()), type);
    }

    /**
     * Any request with a bearer token.
     *
     * @param token {@code null} for none
     * @param body written as JSON; {@code null} for none
     * @return the answer, whatever its status
     */
    HttpResponse<String> call(String method, URI uri, @Nullable String token, @Nullable Object body)
            throws InterruptedException {
        var publisher = body == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(mapper.writeValueAsString(body), StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(LIMIT)
                .method(method, publisher)
                .header("Accept", "application/json, application/problem+json");
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build());
    }

    /** {@code POST} of a form, as OAuth 2.0 has it. */
    HttpResponse<String> form(URI uri, Map<String, String> fields) throws InterruptedException {
        String body = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(uri)
                .timeout(LIMIT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** The body of a 2xx answer. */
    <T> T read(HttpResponse<String> response, Class<T> type) {
        demandSuccess(response);
        try {
            return mapper.readValue(response.body(), type);
        } catch (JacksonException e) {
            throw new FailureException(
                    new Failure(
                            NOT_UNDERSTOOD,
                            "%s answered with something that is not understood".formatted(response.uri()),
                            "see that the URL is that of the hosted service, and of this version",
                            Exit.FAILED),
                    e);
        }
    }

    /** Whether it is the API that refuses (RFC 9457), not somebody on the way to it. */
    static boolean isProblem(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json");
    }

    /** Fails with the server's own words for anything but 2xx. */
    void demandSuccess(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return;
        }
        String said = words(response.body());
        String what = "%s: %s%s".formatted(response.uri().getHost(), status, said.isEmpty() ? "" : ", " + said);
        if (status == 401) {
            throw Failure.notConnected("login-needed", "the login is no longer good (" + what + ")", LOGIN_HINT);
        }
        throw Failure.failed("cloud-refused", "the hosted service refused: " + what, "");
    }

    static final String LOGIN_HINT = "run `telepresence login`";

    private HttpResponse<String> send(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new FailureException(
                    new Failure(
                            "cloud-unreachable",
                            "the hosted service at %s cannot be reached: %s".formatted(origin(request.uri()), why),
                            "see that it is up, and that the URL is right (`telepresence login --cloud URL`)",
                            Exit.NOT_CONNECTED),
                    e);
        }
    }

    /** The error code of an OAuth answer (RFC 6749 §5.2); empty where there is none. */
    String error(HttpResponse<String> response) {
        return member(response.body(), "error");
    }

    private String words(String body) {
        return member(body, "detail", "error_description", "title", "error", "message");
    }

    /** The first of these members that is a text. */
    private String member(String body, String... names) {
        try {
            JsonNode problem = mapper.readTree(body);
            for (String member : names) {
                JsonNode text = problem.path(member);
                if (text.isString()) {
                    return text.stringValue();
                }
            }
        } catch (JacksonException e) {
            // An answer that is no JSON, of a proxy perhaps: the status must do.
            return "";
        }
        return "";
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
