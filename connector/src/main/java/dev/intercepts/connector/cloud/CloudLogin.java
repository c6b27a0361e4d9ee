package dev.intercepts.connector.cloud;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.files.State.Login;
import dev.intercepts.protocol.cloud.CloudApi.Discovery;
import dev.intercepts.protocol.cloud.CloudApi.Me;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OAuth 2.0 with the hosted service as public client {@code telepresence}: authorization code with PKCE, device authorization,
 * refresh, revocation; and API keys.
 */
public final class CloudLogin {

    /** Code of the failure that says that a login is no longer good. */
    static final String LOGIN_NEEDED = "login-needed";

    private static final Logger LOG = LoggerFactory.getLogger(CloudLogin.class);
    private static final String CLIENT = "telepresence";
    private static final String SCOPE = "intercepts";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final CloudHttp http;
    private final Clock clock;
    private final RandomGenerator random;
    private final DeviceLogin device;

    public CloudLogin(CloudHttp http, Clock clock, RandomGenerator random) {
        this(http, clock, random, seconds -> Thread.sleep(Duration.ofSeconds(seconds)));
    }

    CloudLogin(CloudHttp http, Clock clock, RandomGenerator random, DeviceLogin.Pause pause) {
        this.http = http;
        this.clock = clock;
        this.random = random;
        this.device = new DeviceLogin(http, clock, pause);
    }

    /**
     * Logs in with the user's browser.
     *
     * @param cloudUrl the hosted service
     * @param browse opens a page
     */
    public Login login(String cloudUrl, Consumer<String> browse) throws InterruptedException {
        http.get(URI.create(cloudUrl + "/.well-known/intercepts"), Discovery.class);
        AuthorizationServer server = metadata(cloudUrl);
        Pkce pkce = Pkce.of(random);
        try (LoopbackRedirect redirect = LoopbackRedirect.listen(pkce.state())) {
            browse.accept(question(server, pkce, redirect.uri()));
            String code = redirect.awaitCode(PATIENCE);
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", "authorization_code");
            form.put("code", code);
            form.put("redirect_uri", redirect.uri());
            form.put("client_id", CLIENT);
            form.put("code_verifier", pkce.verifier());
            Tokens tokens = http.read(http.form(server.tokenEndpoint(), form), Tokens.class);
            return withTokens(owner(cloudUrl, tokens.accessToken()), tokens);
        } catch (IOException e) {
            throw new UncheckedIOException("no loopback port for the browser's answer", e);
        }
    }

    /**
     * Logs in with a browser elsewhere.
     *
     * @param tell told where to go and which code to enter there
     */
    public Login device(String cloudUrl, Consumer<String> tell) throws InterruptedException {
        Tokens tokens = device.login(metadata(cloudUrl), CLIENT, tell);
        return withTokens(owner(cloudUrl, tokens.accessToken()), tokens);
    }

    /** Logs in with an API key, which speaks for whoever made it. */
    public Login apiKey(String cloudUrl, String key) throws InterruptedException {
        try {
            return owner(cloudUrl, key);
        } catch (FailureException e) {
            if (e.failure().code().equals(LOGIN_NEEDED)) {
                throw Failure.notConnected(
                        "api-key-refused",
                        "--apikey: %s does not accept this API key".formatted(cloudUrl),
                        "see in the dashboard whether it has ended; keys begin with icpt_");
            }
            throw e;
        }
    }

    /**
     * Redeems the refresh token; the old one is dead afterwards.
     *
     * @throws dev.intercepts.connector.contract.FailureException with exit 3 and code {@code login-needed} where it is not
     *     good any more
     */
    Login refresh(Login login) throws InterruptedException {
        String refreshToken = login.refreshToken();
        if (refreshToken == null) {
            throw Failure.notConnected(
                    LOGIN_NEEDED,
                    "the API key is no longer good",
                    "make another one in the dashboard, and run `telepresence login --apikey`");
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        form.put("client_id", CLIENT);
        HttpResponse<String> answer = http.form(metadata(login.cloudUrl()).tokenEndpoint(), form);
        if (answer.statusCode() == 400 || answer.statusCode() == 401) {
            throw Failure.notConnected(LOGIN_NEEDED, "the login has ended", CloudHttp.LOGIN_HINT);
        }
        return withTokens(login, http.read(answer, Tokens.class));
    }

    /**
     * Makes the tokens worthless (RFC 7009), as far as the hosted service can be reached. An API key is not the laptop's to end:
     * other machines may use it.
     */
    public void revoke(Login login) throws InterruptedException {
        String refreshToken = login.refreshToken();
        if (refreshToken == null) {
            return;
        }
        try {
            URI endpoint = metadata(login.cloudUrl()).revocationEndpoint();
            URI uri = endpoint == null ? URI.create(login.cloudUrl() + "/oauth2/revoke") : endpoint;
            revoke(uri, refreshToken, "refresh_token");
            revoke(uri, login.accessToken(), "access_token");
        } catch (FailureException e) {
            LOG.atInfo().setCause(e).log("tokens not revoked; they expire");
        }
    }

    private void revoke(URI uri, String token, String kind) throws InterruptedException {
        http.form(uri, Map.of("token", token, "token_type_hint", kind, "client_id", CLIENT));
    }

    /** Whom a token speaks for, as a login without an end. */
    private Login owner(String cloudUrl, String token) throws InterruptedException {
        HttpResponse<String> answer = http.call("GET", URI.create(cloudUrl + "/api/v1/me"), token, null);
        Me me = http.read(answer, Me.class);
        return new Login(cloudUrl, token, null, null, me.login(), me.name(), me.organization());
    }

    private AuthorizationServer metadata(String cloudUrl) throws InterruptedException {
        return http.get(URI.create(cloudUrl + "/.well-known/oauth-authorization-server"), AuthorizationServer.class);
    }

    private static String question(AuthorizationServer server, Pkce pkce, String redirectUri) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", CLIENT);
        query.put("scope", SCOPE);
        query.put("redirect_uri", redirectUri);
        query.put("state", pkce.state());
        query.put("code_challenge", pkce.challenge());
        query.put("code_challenge_method", "S256");
        return server.authorizationEndpoint() + "?"
                + query.entrySet().stream()
                        .map(field -> field.getKey() + "=" + CloudHttp.encode(field.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private Login withTokens(Login login, Tokens tokens) {
        String refreshToken = tokens.refreshToken() == null ? login.refreshToken() : tokens.refreshToken();
        return new Login(
                login.cloudUrl(),
                tokens.accessToken(),
                refreshToken,
                clock.instant().plusSeconds(tokens.expiresIn()).toString(),
                login.login(),
                login.name(),
                login.organization());
    }
}
