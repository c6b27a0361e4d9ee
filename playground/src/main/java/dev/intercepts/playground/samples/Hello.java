package dev.intercepts.playground.samples;

import dev.intercepts.playground.http.Answer;

/** Service {@code hello}: one sentence, on container port 8080. Its words come from a ConfigMap. */
public final class Hello {

    private Hello() {}

    /** Runs it as the process of a container. */
    public static void main(String[] arguments) throws InterruptedException {
        Pod pod = Pod.here();
        String greeting = pod.variable("GREETING", "Hello");
        pod.listen(8080, request -> Answer.text(200, greeting + " from the cluster (" + pod.name() + ")\n"));
        Pod.forever();
    }
}
