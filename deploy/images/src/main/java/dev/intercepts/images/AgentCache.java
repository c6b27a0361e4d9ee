package dev.intercepts.images;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The Traffic Agent's ahead-of-time cache (docs/decisions/0050), made with the run-time and the jars of its image: the JVM takes
 * it for no others.
 */
final class AgentCache {

    private AgentCache() {}

    /**
     * Runs the agent once under traffic.
     *
     * @param root of the checkout, for the program that makes the traffic
     * @param app directory of the staged agent, which gets the cache
     * @param runtime directory of the cut run-time
     * @throws IOException where there is no cache afterwards
     */
    static void train(Path root, Path app, Path runtime) throws IOException {
        Path target = root.resolve("traffic-agent/target");
        Path cache = app.resolve("traffic-agent.aot");
        String classpath = String.join(
                File.pathSeparator,
                target.resolve("test-classes").toString(),
                target.resolve("classes").toString(),
                Files.readString(target.resolve("training.classpath")).strip());
        Commands.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-classpath",
                        classpath,
                        "dev.intercepts.agent.AotTraining",
                        app.resolve("traffic-agent").toString(),
                        cache.toString()),
                Map.of("AGENT_JAVA_HOME", runtime.toString()));
        if (!Files.exists(cache)) {
            throw new IOException("no ahead-of-time cache was made; the agent's log is in " + app);
        }
        Trees.delete(app.resolve("aot-training"));
    }
}
