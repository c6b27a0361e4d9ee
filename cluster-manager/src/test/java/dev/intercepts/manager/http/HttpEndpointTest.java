package dev.intercepts.manager.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

@Timeout(30)
class HttpEndpointTest {

    private static final Answer LINES =
            new Answer.Lines("text/plain", Flux.interval(Duration.ofMillis(200)).map(tick -> "line " + tick + "\n"));

    private final HttpEndpoint endpoint = HttpEndpoint.bind("127.0.0.1", 0, null, this::answer, Duration.ofMillis(700));

    @AfterEach
    void end() {
        endpoint.close();
    }

    private Answer answer(dev.intercepts.manager.http.HttpRequest request) {
        return switch (request.path()) {
            case "/length" -> new Answer.AfterBody(1024, body -> Answer.text(200, "length " + body.length));
            case "/wrong" ->
                new Answer.AfterBody(1024, body -> {
                    throw new BadRequestException("not so");
                });
            case "/lines" -> LINES;
            case "/lines-of-it" -> new Answer.AfterBody(1024, body -> LINES);
            default -> Answer.text(404, "not here");
        };
    }

    @Test
    void whatTheHeadDecidesIsAnsweredWithoutTheBody() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "POST /elsewhere HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n");
            assertThat(read(socket, "not here")).startsWith("HTTP/1.1 404");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/length, Content-Length: 5, hello, 200, length 5",
        "/length, Content-Length: 0, '', 200, length 0",
        "/length, Transfer-Encoding: chunked, '5\r\nhello\r\n0\r\n\r\n', 200, length 5",
        "/wrong, Content-Length: 5, hello, 400, not so",
    })
    void bodiesAreAnswered(String path, String header, String body, int status, String answer) throws IOException {
        try (Socket socket = connect()) {
            String sent = "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n" + body;
            write(socket, sent);
            assertThat(read(socket, answer)).startsWith("HTTP/1.1 " + status);
            write(socket, sent);
            assertThat(read(socket, answer)).as("on the same connection").startsWith("HTTP/1.1 " + status);
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 1025, ''", "Transfer-Encoding: chunked, '401'"})
    void tooLargeOnesAreToldSo(String header, String chunk) throws IOException {
        try (Socket socket = connect()) {
            write(socket, "POST /length HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n");
            if (!chunk.isEmpty()) {
                write(socket, chunk + "\r\n" + "x".repeat(0x401) + "\r\n0\r\n\r\n");
            }
            assertThat(read(socket, "more than 1 KiB")).startsWith("HTTP/1.1 413");
        }
    }

    /** Nor is the rest of a body waited for that nobody wants. */
    @ParameterizedTest
    @CsvSource({"/length", "/elsewhere"})
    void whoHoldsBackTheRestIsCutOff(String path) throws IOException {
        try (Socket socket = connect()) {
            write(socket, "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhello");
            assertThat(toTheEnd(socket)).doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void aBodyThatNobodyWantsDoesNotSpoilTheNextRequest() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "POST /elsewhere HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n");
            assertThat(read(socket, "not here")).startsWith("HTTP/1.1 404");
            write(socket, "x".repeat(2_000_000));
            write(socket, "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(read(socket, "length 2")).startsWith("HTTP/1.1 200");
        }
    }

    /** RFC 9110 §10.1.1. */
    @Test
    void whoAsksFirstWhetherToSendABodyIsToldOneThing() throws IOException {
        String expect = " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
        try (Socket wanted = connect();
                Socket unwanted = connect()) {
            write(wanted, "POST /length" + expect);
            assertThat(read(wanted, "100 Continue")).startsWith("HTTP/1.1 100");
            write(wanted, "hi");
            assertThat(read(wanted, "length 2")).contains("HTTP/1.1 200");

            write(unwanted, "POST /elsewhere" + expect);
            assertThat(toTheEnd(unwanted)).startsWith("HTTP/1.1 404").doesNotContain("100 Continue");
        }
    }

    /** The time for a request is not one for its answer. */
    @Test
    void answersMayTakeLonger() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "GET /lines HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(read(socket, "line 9")).contains("line 0");
        }
    }

    /** The second request over HTTP/2 comes on the connection that the first has upgraded. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void answersMayTakeLongerByEachVersion(HttpClient.Version version) throws Exception {
        HttpClient http = HttpClient.newBuilder().version(version).build();
        try {
            for (int i = 0; i < 2; i++) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + endpoint.address().getPort() + "/lines-of-it"))
                        .POST(HttpRequest.BodyPublishers.ofString("x".repeat(1000)))
                        .build();
                try (Stream<String> lines =
                        http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
                    assertThat(lines.limit(10).toList()).contains("line 9");
                }
            }
        } finally {
            // To close it would wait for answers that never end.
            http.shutdownNow();
        }
    }

    @Test
    void itsEndIsTheEndOfWhatItStillAnswers() throws IOException {
        try (Socket socket = connect();
                Socket idle = connect()) {
            write(socket, "GET /lines HTTP/1.1\r\nHost: x\r\n\r\n");
            write(idle, "GET /elsewhere HTTP/1.1\r\nHost: x\r\n\r\n");
            read(socket, "line 0");
            read(idle, "not here");

            endpoint.close();

            assertThat(toTheEnd(socket)).doesNotContain("line 99");
            assertThat(toTheEnd(idle)).isEmpty();
        }
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(endpoint.address().getAddress(), endpoint.address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Until this text has come. */
    private static String read(Socket socket, String until) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(until) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new AssertionError("the connection ended after: " + read);
            }
            read.append((char) next);
        }
        while (read.charAt(read.length() - 1) != '\n') {
            read.append((char) socket.getInputStream().read());
        }
        return read.toString();
    }

    private static String toTheEnd(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (java.net.SocketException e) {
            // Reset: that is an end, too.
            return "";
        }
    }
}
