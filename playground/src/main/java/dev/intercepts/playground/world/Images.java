package dev.intercepts.playground.world;

import dev.intercepts.playground.kube.ProcessTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an image of the playground's cluster runs as a local process. */
final class Images {

    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-Xss512k");

    /** Environment variable: what manager and agents write into their logs. */
    private static final String LOG_LEVEL = "PLAYGROUND_LOG_LEVEL";

    private Images() {}

    static Map<String, ProcessTemplate> of(Checkout checkout, String version) {
        Map<String, ProcessTemplate> images = new LinkedHashMap<>();
        images.put("intercepts/sample-shop:" + version, shop(checkout));
        images.put("intercepts/traffic-manager:" + version, manager(checkout));
        images.put("intercepts/traffic-agent:" + version, agent(checkout));
        return images;
    }

    /** The container's argument says which of the samples. */
    private static ProcessTemplate shop(Checkout checkout) {
        List<String> options = new ArrayList<>(SMALL);
        options.addAll(List.of("-cp", checkout.jar("playground").toString()));
        return ProcessTemplate.java(checkout.java(), options, "dev.intercepts.playground.samples.Shop");
    }

    private static ProcessTemplate manager(Checkout checkout) {
        List<String> options = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m"));
        options.addAll(logLevel());
        return ProcessTemplate.java(
                        checkout.java(),
                        options,
                        "-jar",
                        checkout.jar("cluster-manager").toString())
                // Pods of one machine share 127.0.0.1; the pod's own address is just as much loopback.
                .withEnvironment(Map.of("CONNECTOR_BIND_HOST", "{podIp}"));
    }

    /** Of our own classes; those of libraries write a line for each frame on {@code debug}. */
    private static List<String> logLevel() {
        String level = System.getenv().getOrDefault(LOG_LEVEL, "");
        return level.isEmpty() ? List.of() : List.of("-Dorg.slf4j.simpleLogger.log.dev.intercepts=" + level);
    }

    /** As its launcher starts it: the flags of its image, and the ahead-of-time cache where one was made. */
    private static ProcessTemplate agent(Checkout checkout) {
        Path jar = checkout.jar("traffic-agent");
        Path cache = jar.resolveSibling("traffic-agent.aot");
        List<String> options = new ArrayList<>(List.of("@" + jar.resolveSibling("agent.jvmflags")));
        if (Files.isReadable(cache)) {
            options.add("-XX:AOTCache=" + cache);
        }
        options.addAll(logLevel());
        return ProcessTemplate.java(checkout.java(), options, "-jar", jar.toString())
                .withEnvironment(Map.of("MALLOC_ARENA_MAX", "1"));
    }
}
