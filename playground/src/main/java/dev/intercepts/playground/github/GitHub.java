package dev.intercepts.playground.github;

import dev.intercepts.playground.http.Answer;
import dev.intercepts.playground.http.HttpService;
import dev.intercepts.playground.http.Request;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

/**
 * The stand-in as a server on loopback: the site at {@link #url()}, its REST API at {@link #apiUrl()} (where GitHub
 * Enterprise Server has it). One OAuth application is registered.
 */
public final class GitHub implements AutoCloseable {

    private static final String API = "/api/v3";

    private final OauthFlow oauth;
    private final RestApi api;
    private final Directory directory;
    private final String host;
    private final HttpService service;

    private GitHub(InetSocketAddress address, OauthApp app, Directory directory, Clock clock) {
        SecureRandom random = new SecureRandom();
        Grants grants = new Grants(clock, () -> token(random));
        this.directory = directory;
        this.oauth = new OauthFlow(app, directory, grants, () -> token(random));
        this.api = new RestApi(directory, grants, new Views(this::url, this::apiUrl));
        this.host = address.getAddress().getHostAddress();
        this.service = HttpService.start(address, this::answer);
    }

    /**
     * Starts it.
     *
     * @param address where it listens; port 0 takes a free one
     * @param app the application that may ask people in
     * @param directory who there is
     * @param clock decides when codes are late
     */
    public static GitHub start(InetSocketAddress address, OauthApp app, Directory directory, Clock clock) {
        return new GitHub(address, app, directory, clock);
    }

    /** {@code http://127.0.0.1:…}. */
    public String url() {
        return "http://" + host + ":" + service.port();
    }

    /** Base of the REST API. */
    public String apiUrl() {
        return url() + API;
    }

    @Override
    public void close() {
        service.close();
    }

    private Answer answer(Request request) {
        if (request.path().startsWith(API + "/")) {
            return api.answer(request, request.path().substring(API.length()));
        }
        return switch (request.method() + " " + request.path()) {
            case "GET /" -> Answer.html(200, Pages.home(directory));
            case "GET /login" -> oauth.signIn(request);
            case "POST /login" -> oauth.signedIn(request);
            case "GET /logout" -> oauth.signOut(request);
            case "GET /login/oauth/authorize" -> oauth.ask(request);
            case "POST /login/oauth/authorize" -> oauth.decide(request);
            case "POST /login/oauth/access_token" -> oauth.exchange(request);
            default -> avatar(request);
        };
    }

    private static Answer avatar(Request request) {
        String path = request.path();
        if (request.method().equals("GET") && path.matches("/avatars/[a-z0-9-]+\\.svg")) {
            String login = path.substring("/avatars/".length(), path.length() - ".svg".length());
            return Answer.of(200, "image/svg+xml", Avatar.svg(login)).with("Cache-Control", "max-age=86400");
        }
        return Answer.html(404, Pages.error("There is no page " + path + " here."));
    }

    private static String token(SecureRandom random) {
        byte[] bytes = new byte[20];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
