package dev.intercepts.playground.samples;

import dev.intercepts.playground.http.Answer;

/** Service {@code orders} with two ports: {@code http} (8080) lists the orders, {@code admin} (8081) counts them. */
public final class Orders {

    private static final String LIST = """
            1001  Rocket skates, one pair
            1002  Giant magnet
            1003  Dehydrated boulders, a dozen
            """;

    private Orders() {}

    /** Runs it as the process of a container. */
    public static void main(String[] arguments) throws InterruptedException {
        Pod pod = Pod.here();
        pod.listen(8080, request -> Answer.text(200, LIST + "from the cluster (" + pod.name() + ")\n"));
        pod.listen(8081, request -> Answer.text(200, LIST.lines().count() + " orders, says " + pod.name() + "\n"));
        Pod.forever();
    }
}
