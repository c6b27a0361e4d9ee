package dev.intercepts.agent;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code java -jar traffic-agent.jar}: runs until SIGTERM; everything it needs to know is in the environment. */
public final class Main {

    private static final Duration HOUSEKEEPING = Duration.ofSeconds(30);

    private Main() {}

    /** Starts the agent; exit status 2 where the environment is wrong. */
    public static void main(String[] args) throws InterruptedException {
        AgentSettings settings;
        try {
            settings = AgentSettings.of(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("traffic-agent: " + e.getMessage());
            System.exit(2);
            return;
        }
        String version = Main.class.getPackage().getImplementationVersion();
        TrafficAgent agent = new TrafficAgent(settings, version == null ? "development" : version);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent, stopped), "stop"));
        agent.start();
        while (!stopped.await(HOUSEKEEPING.toSeconds(), TimeUnit.SECONDS)) {
            agent.housekeeping();
        }
    }

    private static void stop(TrafficAgent agent, CountDownLatch stopped) {
        try {
            agent.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }
}
