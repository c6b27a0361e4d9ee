package dev.intercepts.connector.cloud;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A login where there is no browser (RFC 8628): a code is typed at one elsewhere, and this laptop asks until it was. */
final class DeviceLogin {

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final long USUAL_INTERVAL = 5;
    /** What {@code slow_down} and an unreachable server add (§3.5). */
    private static final long MORE = 5;

    private final CloudHttp http;
    private final Clock clock;
    private final Pause pause;

    /** Waits. */
    interface Pause {

        /** Returns after that many seconds. */
        void seconds(long seconds) throws InterruptedException;
    }

    DeviceLogin(CloudHttp http, Clock clock, Pause pause) {
        this.http = http;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Logs in.
     *
     * @param tell told what the person has to do, over several lines
     */
    Tokens login(AuthorizationServer server, String client, Consumer<String> tell) throws InterruptedException {
        URI endpoint = server.deviceAuthorizationEndpoint();
        if (endpoint == null) {
            throw Failure.failed(
                    "no-device-login",
                    "this hosted service has no login without a browser",
                    "run `telepresence login`, or give an API key: --apikey");
        }
        DeviceAuthorization begun =
                http.read(http.form(endpoint, Map.of("client_id", client)), DeviceAuthorization.class);
        tell.accept("Open in a browser, on any device:\n  %s\nand enter the code\n  %s"
                .formatted(begun.verificationUri(), begun.userCode()));
        Map<String, String> question = new LinkedHashMap<>();
        question.put("grant_type", GRANT);
        question.put("device_code", begun.deviceCode());
        question.put("client_id", client);
        Long given = begun.interval();
        long interval = given == null ? USUAL_INTERVAL : given;
        Instant end = clock.instant().plusSeconds(begun.expiresIn());
        while (clock.instant().isBefore(end)) {
            pause.seconds(interval);
            switch (ask(server.tokenEndpoint(), question)) {
                case Answer.Yes yes -> {
                    return yes.tokens();
                }
                case Answer.NotYet ignored -> {
                    // Nobody has answered.
                }
                case Answer.Slower ignored -> interval += MORE;
            }
        }
        throw expired();
    }

    /** What a question has brought. */
    private sealed interface Answer {

        record Yes(Tokens tokens) implements Answer {}

        record NotYet() implements Answer {}

        record Slower() implements Answer {}
    }

    private Answer ask(URI tokenEndpoint, Map<String, String> question) throws InterruptedException {
        HttpResponse<String> response;
        try {
            response = http.form(tokenEndpoint, question);
        } catch (FailureException e) {
            // The laptop may have lost its network for a moment; the code is good for minutes.
            return new Answer.Slower();
        }
        if (response.statusCode() == 429 || response.statusCode() >= 500) {
            return new Answer.Slower();
        }
        if (response.statusCode() != 400) {
            return new Answer.Yes(http.read(response, Tokens.class));
        }
        return switch (http.error(response)) {
            case "authorization_pending" -> new Answer.NotYet();
            case "slow_down" -> new Answer.Slower();
            case "access_denied" ->
                throw Failure.failed(
                        "login-refused",
                        "the login was refused in the browser",
                        "run `telepresence login --device` again");
            case "expired_token" -> throw expired();
            default -> new Answer.Yes(http.read(response, Tokens.class));
        };
    }

    private static FailureException expired() {
        return Failure.failed(
                "login-timeout", "nobody entered the code in time", "run `telepresence login --device` again");
    }
}
