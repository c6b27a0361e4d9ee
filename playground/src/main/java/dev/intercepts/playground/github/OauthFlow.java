package dev.intercepts.playground.github;

import dev.intercepts.playground.http.Answer;
import dev.intercepts.playground.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** GitHub's OAuth web flow: sign in, authorize, exchange the code. All pages are plain forms. */
final class OauthFlow {

    private static final String SESSION = "user_session";
    private static final JsonMapper JSON = new JsonMapper();

    private final OauthApp app;
    private final Directory directory;
    private final Grants grants;
    private final Sessions sessions;

    OauthFlow(OauthApp app, Directory directory, Grants grants, Supplier<String> random) {
        this.app = app;
        this.directory = directory;
        this.grants = grants;
        this.sessions = new Sessions(random);
    }

    /** {@code GET /login}: who are you? */
    Answer signIn(Request request) {
        return Answer.html(200, Pages.signIn(directory, returnTo(request.parameter("return_to"))));
    }

    /** {@code POST /login} with {@code login} and {@code return_to}. */
    Answer signedIn(Request request) {
        String login = request.form().getOrDefault("login", "");
        if (directory.person(login).isEmpty()) {
            return Answer.html(422, Pages.error("There is nobody called “" + login + "” here."));
        }
        return Answer.redirect(returnTo(request.form().getOrDefault("return_to", "/")))
                .with("Set-Cookie", SESSION + "=" + sessions.begin(login) + "; Path=/; HttpOnly; SameSite=Lax");
    }

    /** {@code GET /logout}. */
    Answer signOut(Request request) {
        return Answer.redirect("/login?return_to=" + encode(returnTo(request.parameter("return_to"))))
                .with("Set-Cookie", SESSION + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }

    /** {@code GET /login/oauth/authorize}: may this application act for you? */
    Answer ask(Request request) {
        return checked(request.query())
                .orElseGet(() -> signedIn(request, request.query())
                        .map(session -> Answer.html(
                                200,
                                Pages.authorize(
                                        app,
                                        directory.person(session.login()).orElseThrow(),
                                        session.formToken(),
                                        request.query())))
                        .orElseGet(
                                () -> Answer.redirect("/login?return_to=" + encode(authorizePath(request.query())))));
    }

    /** {@code POST /login/oauth/authorize}: the person's answer. */
    Answer decide(Request request) {
        Map<String, String> form = request.form();
        Optional<Sessions.Session> session = signedIn(request, form);
        Optional<Answer> refusal = checked(form);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (session.isEmpty() || !session.get().formToken().equals(form.get("authenticity_token"))) {
            return Answer.html(422, Pages.error("This form has expired. Go back and load the page again."));
        }
        if (!form.getOrDefault("authorize", "").equals("1")) {
            return back(
                    form,
                    "error=access_denied&error_description=" + encode("The user has denied your application access."));
        }
        String code = grants.code(
                app.clientId(),
                redirectUri(form),
                session.get().login(),
                form.getOrDefault("scope", "").strip().replaceAll("[\\s,]+", ","),
                form.getOrDefault("code_challenge", ""));
        return back(form, "code=" + encode(code));
    }

    /** {@code POST /login/oauth/access_token}. Errors have status 200, as at GitHub. */
    Answer exchange(Request request) {
        Map<String, String> form = new LinkedHashMap<>(request.form());
        basicCredentials(request).ifPresent(form::putAll);
        return answer(request, redeem(form));
    }

    private Map<String, String> redeem(Map<String, String> form) {
        if (!app.clientId().equals(form.get("client_id")) || !app.clientSecret().equals(form.get("client_secret"))) {
            return failure("incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect.");
        }
        return switch (grants.redeem(
                app.clientId(),
                form.getOrDefault("code", ""),
                form.getOrDefault("redirect_uri", ""),
                form.getOrDefault("code_verifier", ""))) {
            case Grants.Redemption.Issued(String token, String scope) -> {
                Map<String, String> fields = new LinkedHashMap<>();
                fields.put("access_token", token);
                fields.put("scope", scope);
                fields.put("token_type", "bearer");
                yield fields;
            }
            case Grants.Redemption.Refused(String error, String description) -> failure(error, description);
        };
    }

    private static Map<String, String> failure(String error, String description) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("error", error);
        fields.put("error_description", description);
        return fields;
    }

    private static Answer answer(Request request, Map<String, String> fields) {
        if (request.header("Accept").orElse("").contains("json")) {
            return Answer.of(200, "application/json; charset=utf-8", JSON.writeValueAsString(fields));
        }
        return Answer.of(200, "application/x-www-form-urlencoded; charset=utf-8", encode(fields));
    }

    /** What is wrong with the application's question, if something is. */
    private Optional<Answer> checked(Map<String, String> question) {
        if (!app.clientId().equals(question.get("client_id"))) {
            return Optional.of(Answer.html(404, Pages.error("There is no application with this client_id.")));
        }
        if (!app.allows(redirectUri(question))) {
            return Optional.of(Answer.redirect(app.callbackUrl() + "?error=redirect_uri_mismatch&error_description="
                    + encode("The redirect_uri MUST match the registered callback URL for this application.")
                    + state(question)));
        }
        String method = question.getOrDefault("code_challenge_method", "S256");
        if (question.containsKey("code_challenge") && !method.equals("S256")) {
            return Optional.of(back(
                    question,
                    "error=invalid_request&error_description="
                            + encode("code_challenge_method: " + method + " (expected: S256)")));
        }
        return Optional.empty();
    }

    private Optional<Sessions.Session> signedIn(Request request, Map<String, String> question) {
        return request.cookie(SESSION)
                .flatMap(sessions::find)
                .filter(session -> directory.person(session.login()).isPresent())
                .filter(session ->
                        question.getOrDefault("login", session.login()).equals(session.login()));
    }

    private Answer back(Map<String, String> question, String outcome) {
        String target = redirectUri(question);
        return Answer.redirect(target + (target.contains("?") ? "&" : "?") + outcome + state(question));
    }

    private String redirectUri(Map<String, String> question) {
        return question.getOrDefault("redirect_uri", app.callbackUrl());
    }

    private static String state(Map<String, String> question) {
        return question.containsKey("state") ? "&state=" + encode(question.get("state")) : "";
    }

    private static String authorizePath(Map<String, String> query) {
        return "/login/oauth/authorize?" + encode(query);
    }

    /** Only paths of our own: a foreign address here would be an open redirect. */
    private static String returnTo(String path) {
        return path.startsWith("/") && !path.startsWith("//") && !path.startsWith("/\\") ? path : "/";
    }

    private static Optional<Map<String, String>> basicCredentials(Request request) {
        return request.header("Authorization")
                .filter(value -> value.startsWith("Basic "))
                .map(value -> new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8))
                .map(pair -> pair.split(":", 2))
                .filter(pair -> pair.length == 2)
                .map(pair -> Map.of("client_id", pair[0], "client_secret", pair[1]));
    }

    private static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
