package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.edge.EdgeServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A visitor's way from a private preview through the dashboard's login and back, by the edge and the database. */
class HandoffTest {

    private static final String PAGE = "Accept: text/html\r\nSec-Fetch-Dest: document\r\n";

    private final RunningService service = RunningService.shared();
    private String host = "";

    @BeforeEach
    void preview() {
        service.github.person("vera", "acme");
        service.github.person("wim", "acme");
        CommandLine vera = CommandLine.loggedIn(service, "vera", "acme");
        String url = vera.preview(vera.register("handed-" + System.nanoTime()).interceptId())
                .path("url")
                .asString();
        host = URI.create(url).getHost();
    }

    @Test
    void whoeverHasTheLinkCannotKeepMembersOut() {
        String stranger = cookie(get("/", PAGE));
        // On until it is slowed down, for it is counted anew each minute.
        int guesses = 0;
        int answered = 0;
        while (guesses < 200 || (answered == 403 && guesses < 2_000)) {
            answered = status(get("/.intercepts/handoff?code=guess-" + guesses++, stranger));
        }

        List<String> toLogin = get("/mine", PAGE);
        List<String> back = get(signIn("wim", toLogin), cookie(toLogin));

        assertThat(status(back)).isEqualTo(303);
        assertThat(field(back, "location")).isEqualTo("/mine");
        assertThat(field(back, "set-cookie")).startsWith("intercepts-visit=");
        assertThat(answered).isEqualTo(429);
    }

    @Test
    void twoTabsBothEndOnTheirOwnPath() {
        List<String> first = get("/first", PAGE);
        List<String> second = get("/second", PAGE);
        String cookies = "Cookie: " + pair(first) + "; " + pair(second) + "\r\n";
        TestBrowser dashboard = service.browser();

        List<String> intoFirst = get(handoff(dashboard.signIn("wim", "acme", field(first, "location"))), cookies);
        List<String> intoSecond = get(handoff(dashboard.follow(dashboard.get(field(second, "location")))), cookies);

        assertThat(field(intoFirst, "location")).isEqualTo("/first");
        assertThat(field(intoSecond, "location")).isEqualTo("/second");
    }

    private String signIn(String login, List<String> toLogin) {
        return handoff(service.browser().signIn(login, "acme", field(toLogin, "location")));
    }

    private static String handoff(java.net.http.HttpResponse<String> back) {
        URI there = URI.create(TestBrowser.location(back));
        return there.getRawPath() + "?" + there.getRawQuery();
    }

    private static String pair(List<String> head) {
        return field(head, "set-cookie").replaceAll(";.*", "");
    }

    private static String cookie(List<String> head) {
        return "Cookie: " + pair(head) + "\r\n";
    }

    private static int status(List<String> head) {
        return Integer.parseInt(head.getFirst().substring(9, 12));
    }

    private static String field(List<String> head, String name) {
        return head.stream()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    /** The head of the edge's answer. By a socket, for no resolver knows every name below localhost. */
    private List<String> get(String path, String fields) {
        int port = service.context.getBean(EdgeServer.class).address().getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            String request =
                    "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + fields + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return in.lines().takeWhile(line -> !line.isEmpty()).collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
