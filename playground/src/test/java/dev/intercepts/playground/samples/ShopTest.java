package dev.intercepts.playground.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.playground.http.Answer;
import dev.intercepts.playground.http.HttpService;
import dev.intercepts.playground.http.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShopTest {

    private static final String INTERCEPT_ID = "x-telepresence-intercept-id";

    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private final List<Request> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    @Test
    void pageIsPutTogetherFromItsServices() throws IOException {
        String page = through(ingress("shop.localhost"), "GET / HTTP/1.1\r\nHost: shop.localhost:80\r\n\r\n");
        assertThat(page).contains("Hello &lt;world&gt;", "1001 Teapot", "--accent: tomato");
    }

    @Test
    void tracingAndInterceptHeadersArePassedOnAndOthersAreNot() throws IOException {
        through(ingress("shop.localhost"), """
                GET / HTTP/1.1
                Host: shop.localhost
                traceparent: 00-1-2-01
                X-B3-TraceId: 7
                X-Telepresence-Intercept-Id: u:hello
                Cookie: secret=1

                """.replace("\n", "\r\n"));
        assertThat(seen).hasSize(3).allSatisfy(request -> {
            assertThat(request.header("traceparent")).contains("00-1-2-01");
            assertThat(request.header("x-b3-traceid")).contains("7");
            assertThat(request.header(INTERCEPT_ID)).contains("u:hello");
            assertThat(request.header("cookie")).isEmpty();
        });
    }

    @Test
    void serviceThatDoesNotAnswerIsShownAndBreaksNothing() throws IOException {
        HttpService gone = service(request -> Answer.text(200, ""));
        gone.close();
        Web web = new Web(new Pod(Map.of(
                "HELLO_URL",
                url(gone),
                "ORDERS_URL",
                url(answering("1001 Teapot")),
                "COLOR_URL",
                url(answering("};evil")))));
        String page = new String(web.answer(get("/")).body(), StandardCharsets.UTF_8);
        assertThat(page).contains("class=\"greeting broken\"", "does not answer", "1001 Teapot", "--accent: slategray");
    }

    @Test
    void connectionCarriesOneRequestEvenIfTheBackendWouldKeepIt() throws IOException {
        HttpService keeping = service(request -> Answer.text(200, "kept").with("Connection", "keep-alive"));
        IngressController ingress = keep(IngressController.start(
                new InetSocketAddress("127.0.0.1", 0), IngressRoutes.parse("*=127.0.0.1:" + keeping.port())));
        String answer = through(ingress, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(answer).containsIgnoringCase("connection: close").doesNotContain("keep-alive");
    }

    @Test
    void hostWithoutRuleIsNotFound() throws IOException {
        assertThat(through(ingress("shop.localhost"), "GET / HTTP/1.1\r\nHost: other.localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 404")
                .endsWith("No ingress rule for host other.localhost\n");
    }

    @Test
    void starIsEveryOtherHost() throws IOException {
        assertThat(through(ingress("*"), "GET / HTTP/1.1\r\nHost: 203.0.113.7\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void backendThatIsAwayIsUnavailable() throws IOException {
        HttpService gone = service(request -> Answer.text(200, ""));
        gone.close();
        IngressController ingress = keep(IngressController.start(
                new InetSocketAddress("127.0.0.1", 0), IngressRoutes.parse("*=127.0.0.1:" + gone.port())));
        assertThat(through(ingress, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 503");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop", "shop=web", "shop=web:x", "a=b:1,"})
    void brokenRoutesSaySo(String routes) {
        assertThatThrownBy(() -> IngressRoutes.parse(routes)).hasMessageContaining("expected: host=service:port");
    }

    private IngressController ingress(String host) throws IOException {
        Web web = new Web(new Pod(Map.of(
                "HELLO_URL", url(answering("Hello <world>")),
                "ORDERS_URL", url(answering("1001 Teapot")),
                "COLOR_URL", url(answering("tomato")))));
        HttpService front = service(web::answer);
        return keep(IngressController.start(
                new InetSocketAddress("127.0.0.1", 0), IngressRoutes.parse(host + "=127.0.0.1:" + front.port())));
    }

    private HttpService answering(String text) {
        return service(request -> {
            seen.add(request);
            return Answer.text(200, text);
        });
    }

    private HttpService service(Function<Request, Answer> handler) {
        return keep(HttpService.start(new InetSocketAddress("127.0.0.1", 0), handler));
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.add(resource);
        return resource;
    }

    private static String url(HttpService service) {
        return "http://127.0.0.1:" + service.port() + "/";
    }

    private static Request get(String path) {
        return new Request("GET", path, Map.of(), Map.of(), new byte[0]);
    }

    private static String through(IngressController ingress, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", ingress.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
