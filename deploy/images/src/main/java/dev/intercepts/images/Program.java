package dev.intercepts.images;

import java.util.List;
import java.util.Locale;

/** The programs that have an image. */
enum Program {
    TRAFFIC_MANAGER(
            "cluster-manager",
            List.of(
                    "java.base",
                    "java.desktop",
                    "java.management",
                    "java.naming",
                    "java.net.http",
                    "java.sql",
                    "jdk.crypto.ec",
                    "jdk.jfr",
                    "jdk.unsupported"),
            List.of(8080, 8081, 8084, 8443)),
    TRAFFIC_AGENT(
            "traffic-agent",
            List.of("java.base", "java.logging", "java.naming", "jdk.crypto.ec", "jdk.jfr", "jdk.unsupported"),
            List.of(9899, 9900)),
    HOSTED_SERVICE(
            "server",
            List.of("java.se", "jdk.crypto.ec", "jdk.jfr", "jdk.management", "jdk.unsupported", "jdk.zipfs"),
            List.of(8080, 8081, 8082, 8083)),
    /** The services of the playground's shop, for {@code bin/playground up --kubeconfig}. */
    SAMPLE_SHOP(
            "playground",
            List.of("java.base", "java.net.http", "jdk.httpserver", "jdk.jfr"),
            List.of(3000, 8080, 8081));

    private final String module;
    private final List<String> modules;
    private final List<Integer> ports;

    Program(String module, List<String> modules, List<Integer> ports) {
        this.module = module;
        this.modules = modules;
        this.ports = ports;
    }

    /**
     * By its image's name.
     *
     * @throws IllegalArgumentException for another one
     */
    static Program named(String image) {
        for (Program program : values()) {
            if (program.imageName().equals(image)) {
                return program;
            }
        }
        throw new IllegalArgumentException(
                image + " (expected: traffic-manager, traffic-agent, hosted-service or sample-shop)");
    }

    /** {@code traffic-agent}, as in {@code REGISTRY/traffic-agent:TAG}. */
    String imageName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The Maven module that makes it. */
    String module() {
        return module;
    }

    /** Its Java modules, as jdeps names them, and those that are found by name only at run time. */
    List<String> modules() {
        return modules;
    }

    List<Integer> ports() {
        return ports;
    }

    /** File name of its jar in the image. */
    String jar() {
        return imageName() + ".jar";
    }

    /**
     * How it is started.
     *
     * @param java directory of the run-time in the image
     * @param app directory of the program in the image
     */
    List<String> entrypoint(String java, String app) {
        return switch (this) {
            case TRAFFIC_AGENT -> List.of(app + "/traffic-agent");
            case SAMPLE_SHOP ->
                List.of(
                        java + "/bin/java",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-Xss512k",
                        // Looking up a name holds on to its carrier, and one that gets no answer does so for five
                        // seconds.
                        "-Djdk.virtualThreadScheduler.parallelism=16",
                        "-cp",
                        app + "/" + jar(),
                        "dev.intercepts.playground.samples.Shop");
            case TRAFFIC_MANAGER, HOSTED_SERVICE ->
                List.of(java + "/bin/java", "@" + app + "/" + imageName() + ".jvmflags", "-jar", app + "/" + jar());
        };
    }
}
