package dev.intercepts.playground.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A person's browser, with a cookie jar of its own. Follows redirects and submits forms; runs no scripts. */
public final class Browser implements AutoCloseable {

    private static final int MOST_REDIRECTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final CookieJar cookies = new CookieJar(Clock.systemUTC());

    /** Loads a page as a navigation, following redirects. */
    public Page open(String url) {
        return open(URI.create(url), Map.of());
    }

    /** The same with more request headers, on the first request only. */
    public Page open(URI url, Map<String, String> headers) {
        return follow(send(url, "GET", "", headers));
    }

    /** Loads a page and stays there, whatever it answers. */
    public Page openWithoutRedirects(String url) {
        return send(URI.create(url), "GET", "", Map.of());
    }

    /** Follows redirects until one that leads to an address with this prefix, which it leaves unvisited. */
    public Page openUntil(String url, String prefix) {
        Page page = send(URI.create(url), "GET", "", Map.of());
        for (int i = 0; page.redirects() && i < MOST_REDIRECTS; i++) {
            if (page.location().toString().startsWith(prefix)) {
                return page;
            }
            page = send(page.location(), "GET", "", Map.of());
        }
        return page;
    }

    /** Presses a form's button and follows where it leads. */
    public Page submit(Form form) {
        return follow(submitWithoutRedirects(form));
    }

    /** Presses a form's button and stays there, whatever it answers. */
    public Page submitWithoutRedirects(Form form) {
        if (form.method().equals("GET")) {
            String query = form.encoded();
            String base = form.action().toString().replaceFirst("\\?.*", "");
            return send(URI.create(query.isEmpty() ? base : base + "?" + query), "GET", "", Map.of());
        }
        return send(form.action(), "POST", form.encoded(), Map.of());
    }

    /** Cookies of this browser. */
    public CookieJar cookies() {
        return cookies;
    }

    @Override
    public void close() {
        client.close();
    }

    private Page follow(Page first) {
        Page page = first;
        for (int i = 0; page.redirects(); i++) {
            if (i == MOST_REDIRECTS) {
                throw new IllegalStateException("redirects in a circle, at " + page.url());
            }
            page = send(page.location(), "GET", "", Map.of());
        }
        return page;
    }

    private Page send(URI url, String method, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Dest", "document")
                .header("User-Agent", "Mozilla/5.0 (playground)");
        headers.forEach(request::setHeader);
        String cookie = cookies.headerFor(url);
        if (!cookie.isEmpty()) {
            request.setHeader("Cookie", cookie);
        }
        if (method.equals("POST")) {
            request.setHeader("Content-Type", "application/x-www-form-urlencoded");
            request.setHeader("Origin", url.getScheme() + "://" + url.getAuthority());
            request.POST(BodyPublishers.ofString(body));
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            cookies.keep(url, response.headers().allValues("Set-Cookie"));
            String text = new String(response.body(), StandardCharsets.UTF_8);
            return new Page(url, response.statusCode(), response.headers().map(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + url + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while loading " + url, e);
        }
    }

    /** The lines of a header, in any case; for assertions about what was sent back. */
    static List<String> values(Map<String, List<String>> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }
}
