package dev.intercepts.playground.samples;

import dev.intercepts.playground.http.Answer;
import dev.intercepts.playground.http.HttpService;
import dev.intercepts.playground.http.Request;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** What the downward API tells a sample about the pod it runs in. */
record Pod(Map<String, String> environment) {

    static Pod here() {
        return new Pod(System.getenv());
    }

    String variable(String name, String otherwise) {
        return environment.getOrDefault(name, otherwise);
    }

    /** The pod's name, as pages show it. */
    String name() {
        return variable("POD_NAME", "a process without a pod");
    }

    /** Listens on the pod's own address, where there is one: pods of one machine share its loopback. */
    HttpService listen(int port, Function<Request, Answer> handler) {
        return HttpService.start(
                new InetSocketAddress(variable("POD_IP", "0.0.0.0"), port),
                request -> request.path().equals("/healthz") ? Answer.text(200, "ok\n") : handler.apply(request));
    }

    /** Until the process is ended. */
    static void forever() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
