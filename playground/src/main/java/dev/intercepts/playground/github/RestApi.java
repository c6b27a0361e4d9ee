package dev.intercepts.playground.github;

import dev.intercepts.playground.http.Answer;
import dev.intercepts.playground.http.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** The endpoints of GitHub's REST API that tell who somebody is and where they belong. */
final class RestApi {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern USER = Pattern.compile("/users/([^/]+)");
    private static final Pattern MEMBERSHIP = Pattern.compile("/user/memberships/orgs/([^/]+)");
    private static final Pattern MEMBER = Pattern.compile("/orgs/([^/]+)/members/([^/]+)");

    private final Directory directory;
    private final Grants grants;
    private final Views views;

    RestApi(Directory directory, Grants grants, Views views) {
        this.directory = directory;
        this.grants = grants;
        this.views = views;
    }

    /** Answers a request for a path below the API's base. */
    Answer answer(Request request, String path) {
        Optional<Grants.Token> token = bearer(request).flatMap(grants::token);
        if (token.isEmpty()) {
            return problem(401, bearer(request).isEmpty() ? "Requires authentication" : "Bad credentials");
        }
        if (!request.method().equals("GET")) {
            return problem(404, "Not Found");
        }
        return resource(request, path, token.get())
                .with("X-OAuth-Scopes", token.get().scope().replace(",", ", "));
    }

    private Answer resource(Request request, String path, Grants.Token token) {
        String login = token.login();
        Matcher user = USER.matcher(path);
        Matcher membership = MEMBERSHIP.matcher(path);
        Matcher member = MEMBER.matcher(path);
        if (path.equals("/user")) {
            return json(views.person(directory.person(login).orElseThrow()));
        } else if (user.matches()) {
            return directory
                    .person(user.group(1))
                    .map(views::person)
                    .map(RestApi::json)
                    .orElse(problem(404, "Not Found"));
        } else if (path.equals("/user/orgs")) {
            return readsOrganizations(token)
                    .orElseGet(() -> page(
                            request,
                            directory.organizations(login).stream()
                                    .map(views::organization)
                                    .toList()));
        } else if (path.equals("/user/memberships/orgs")) {
            return readsOrganizations(token)
                    .orElseGet(() -> page(
                            request, request.parameter("state").equals("pending") ? List.of() : memberships(login)));
        } else if (membership.matches()) {
            return readsOrganizations(token)
                    .orElseGet(() -> directory.organizations(login).stream()
                            .filter(organization -> organization.login().equals(membership.group(1)))
                            .findFirst()
                            .map(organization -> json(views.membership(
                                    directory.person(login).orElseThrow(),
                                    organization,
                                    directory.owner(organization.login(), login))))
                            .orElse(problem(404, "Not Found")));
        } else if (member.matches()) {
            return Answer.empty(directory.member(member.group(1), member.group(2)) ? 204 : 404);
        }
        return problem(404, "Not Found");
    }

    private List<Map<String, Object>> memberships(String login) {
        Person person = directory.person(login).orElseThrow();
        return directory.organizations(login).stream()
                .map(organization ->
                        views.membership(person, organization, directory.owner(organization.login(), login)))
                .toList();
    }

    private static Optional<Answer> readsOrganizations(Grants.Token token) {
        boolean may = token.reads("read:org") || token.reads("user") || token.reads("admin:org");
        return may
                ? Optional.empty()
                : Optional.of(
                        problem(403, "You need at least read:org scope or user scope to list your organizations."));
    }

    /** One page of a list, with GitHub's {@code page} (from 1) and {@code per_page} (1-100, else 30). */
    private static Answer page(Request request, List<Map<String, Object>> all) {
        int size = Math.clamp(number(request.parameter("per_page"), 30), 1, 100);
        int page = Math.max(1, number(request.parameter("page"), 1));
        int from = (int) Math.min(all.size(), (page - 1L) * size);
        int to = Math.min(all.size(), from + size);
        Answer answer = json(all.subList(from, to));
        String next = "<" + request.path() + "?per_page=" + size + "&page=" + (page + 1) + ">; rel=\"next\"";
        return to < all.size() ? answer.with("Link", next) : answer;
    }

    private static int number(String text, int otherwise) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    private static Optional<String> bearer(Request request) {
        return request.header("Authorization")
                .filter(value ->
                        value.regionMatches(true, 0, "bearer ", 0, 7) || value.regionMatches(true, 0, "token ", 0, 6))
                .map(value -> value.substring(value.indexOf(' ') + 1).strip());
    }

    private static Answer json(Object value) {
        return Answer.of(200, "application/json; charset=utf-8", JSON.writeValueAsString(value));
    }

    private static Answer problem(int status, String message) {
        Map<String, String> body = Map.of(
                "message",
                message,
                "documentation_url",
                "https://docs.github.com/rest",
                "status",
                Integer.toString(status));
        return Answer.of(status, "application/json; charset=utf-8", JSON.writeValueAsString(body));
    }
}
