package dev.intercepts.playground.samples;

import dev.intercepts.playground.http.Answer;

/** Service {@code dataprocessingnodeservice}: chooses the shop's colour, on container port 3000. */
public final class DataProcessingNodeService {

    private DataProcessingNodeService() {}

    /** Runs it as the process of a container. */
    public static void main(String[] arguments) throws InterruptedException {
        Pod pod = Pod.here();
        String color = pod.variable("COLOR", "seagreen");
        pod.listen(3000, request -> Answer.text(200, color + "\n"));
        Pod.forever();
    }
}
