package dev.intercepts.connector.cloud;

import dev.intercepts.connector.contract.Failure;
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

/** OAuth 2.0 with the hosted service as public client {@code telepresence}: authorization code with PKCE, refresh, revocation. */
public final class CloudLogin {

    private static final String CLIENT = "telepresence";
    private static final String SCOPE = "intercepts";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final CloudHttp http;
    private final Clock clock;
    private final RandomGenerator random;

    public CloudLogin(CloudHttp http, Clock clock, RandomGenerator random) {
        this.http = http;
        this.clock = clock;
        this.random = random;
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
            HttpResponse<String> answer =
                    http.call("GET", URI.create(cloudUrl + "/api/v1/me"), tokens.accessToken(), null);
            Me me = http.read(answer, Me.class);
            return withTokens(new Login(cloudUrl, "", "", "", me.login(), me.name(), me.organization()), tokens);
        } catch (IOException e) {
            throw new UncheckedIOException("no loopback port for the browser's answer", e);
        }
    }

    /**
     * Redeems the refresh token; the old one is dead afterwards.
     *
     * @throws dev.intercepts.connector.contract.FailureException with exit 3 and code {@code login-needed} where it is not
     *     good any more
     */
    Login refresh(Login login) throws InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", login.refreshToken());
        form.put("client_id", CLIENT);
        HttpResponse<String> answer = http.form(metadata(login.cloudUrl()).tokenEndpoint(), form);
        if (answer.statusCode() == 400 || answer.statusCode() == 401) {
            throw Failure.notConnected("login-needed", "the login has ended", CloudHttp.LOGIN_HINT);
        }
        return withTokens(login, http.read(answer, Tokens.class));
    }

    /** Makes the tokens worthless (RFC 7009). */
    public void revoke(Login login) throws InterruptedException {
        URI endpoint = metadata(login.cloudUrl()).revocationEndpoint();
        URI uri = endpoint == null ? URI.create(login.cloudUrl() + "/oauth2/revoke") : endpoint;
        http.form(uri, Map.of("token", login.refreshToken(), "token_type_hint", "refresh_token", "client_id", CLIENT));
        http.form(uri, Map.of("token", login.accessToken(), "token_type_hint", "access_token", "client_id", CLIENT));
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
