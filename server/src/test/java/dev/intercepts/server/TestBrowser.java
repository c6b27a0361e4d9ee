package dev.intercepts.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser for one host: cookies, redirects that it follows itself, and forms with their CSRF token. */
final class TestBrowser {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern ASKED = Pattern.compile("name=\"asked\" value=\"([^\"]+)\"");
    private static final String ACCEPT = "text/html,application/xhtml+xml,*/*;q=0.8";
    private static final int MOST_REDIRECTS = 10;

    final Map<String, String> cookies = new LinkedHashMap<>();
    private final RunningService service;

    TestBrowser(RunningService service) {
        this.service = service;
    }

    /** Signs in at GitHub as that person and chooses that organization, on the way to a path. */
    HttpResponse<String> signIn(String login, String organization, String path) {
        service.github.comes(login);
        HttpResponse<String> choice = follow(get(path));
        return choose(choice, organization);
    }

    /** Presses the button of an organization on the page that asks for one. */
    HttpResponse<String> choose(HttpResponse<String> choice, String organization) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("organization", button(choice.body(), organization));
        Matcher asked = ASKED.matcher(choice.body());
        if (asked.find()) {
            fields.put("asked", asked.group(1));
        }
        return follow(post("/organizations", choice, fields));
    }

    HttpResponse<String> get(String path) {
        return send(request(path).header("Accept", ACCEPT));
    }

    /** Sends a form of a page. */
    HttpResponse<String> post(String path, HttpResponse<String> page, Map<String, String> fields) {
        return post(path, page, fields, Map.of());
    }

    /** Sends a form of a page as a script does, with headers of its own. */
    HttpResponse<String> post(
            String path, HttpResponse<String> page, Map<String, String> fields, Map<String, String> headers) {
        Matcher csrf = CSRF.matcher(page.body());
        Map<String, String> all = new LinkedHashMap<>(fields);
        if (csrf.find()) {
            all.put("_csrf", csrf.group(1));
        }
        HttpRequest.Builder request = request(path)
                .header("Accept", ACCEPT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(all)));
        headers.forEach(request::header);
        return send(request);
    }

    /** Follows redirects as long as they lead to the service or to GitHub. */
    HttpResponse<String> follow(HttpResponse<String> response) {
        HttpResponse<String> last = response;
        for (int i = 0; last.statusCode() / 100 == 3 && i < MOST_REDIRECTS; i++) {
            String location = location(last);
            if (!location.startsWith(service.url) && !location.startsWith(service.github.url())) {
                return last;
            }
            last = get(location);
        }
        return last;
    }

    /** The CSRF token of a page. */
    static String csrf(HttpResponse<String> page) {
        Matcher csrf = CSRF.matcher(page.body());
        if (!csrf.find()) {
            throw new AssertionError("no token in: " + page.body());
        }
        return csrf.group(1);
    }

    /** Where a redirect leads, in full. */
    static String location(HttpResponse<?> response) {
        return response.uri()
                .resolve(response.headers().firstValue("Location").orElse(""))
                .toString();
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** Cookies as they stand in a request. */
    static String header(Map<String, String> cookies) {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    static String button(String page, String organization) {
        Matcher button = Pattern.compile("value=\"([0-9a-f-]{36})\"[^>]*>" + organization + "\\b")
                .matcher(page);
        if (!button.find()) {
            throw new AssertionError("no button for " + organization + " in: " + page);
        }
        return button.group(1);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(path.startsWith("http") ? URI.create(path) : URI.create(service.url + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpRequest plain = request.build();
            boolean own = plain.uri().toString().startsWith(service.url);
            if (own && !cookies.isEmpty()) {
                request.header("Cookie", header(cookies));
            }
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            if (own) {
                response.headers().allValues("Set-Cookie").forEach(this::keep);
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String header) {
        String[] pair = header.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty()) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }
}
