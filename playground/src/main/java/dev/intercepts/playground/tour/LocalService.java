package dev.intercepts.playground.tour;

import dev.intercepts.playground.http.Answer;
import dev.intercepts.playground.http.HttpService;
import java.net.InetSocketAddress;

/** What a developer runs on the laptop: a service that says one sentence. */
public final class LocalService implements AutoCloseable {

    private final HttpService service;
    private final String says;

    private LocalService(HttpService service, String says) {
        this.service = service;
        this.says = says;
    }

    /** Starts it on a free port of loopback. */
    public static LocalService saying(String sentence) {
        return new LocalService(
                HttpService.start(new InetSocketAddress("127.0.0.1", 0), request -> Answer.text(200, sentence + "\n")),
                sentence);
    }

    /** The port. */
    public int port() {
        return service.port();
    }

    /** The sentence. */
    public String says() {
        return says;
    }

    @Override
    public void close() {
        service.close();
    }
}
