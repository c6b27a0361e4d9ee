package dev.intercepts.manager;

import dev.intercepts.manager.kube.Cluster;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** Starts the Traffic Manager. */
public final class Main {

    private Main() {}

    /** Takes no arguments; everything is in the environment (README). */
    public static void main(String[] arguments) {
        System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
        System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
        System.setProperty("org.slf4j.simpleLogger.showShortLogName", "true");
        System.setProperty(
                "org.slf4j.simpleLogger.defaultLogLevel", System.getenv().getOrDefault("LOG_LEVEL", "info"));
        try {
            ManagerConfig config = ManagerConfig.of(System.getenv());
            TrafficManager.Running running = TrafficManager.start(
                    config, Cluster.connect(config.namespace(), config.alone()), InstantSource.system());
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(running::close));
            // Event loops and virtual threads keep no process alive.
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            System.exit(1);
        } catch (IllegalArgumentException e) {
            System.err.println("traffic-manager: " + e.getMessage());
            System.exit(2);
        } catch (RuntimeException e) {
            System.err.println("traffic-manager: cannot start: " + e);
            System.exit(1);
        }
    }
}
