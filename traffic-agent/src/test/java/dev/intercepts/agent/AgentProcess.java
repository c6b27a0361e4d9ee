package dev.intercepts.agent;

import dev.intercepts.protocol.cluster.AgentConfig;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** The agent as a process of its own, before an app on loopback. */
final class AgentProcess implements Closeable {

    private final Process process;
    private final int port;
    private final int healthPort;

    private AgentProcess(Process process, int port, int healthPort) {
        this.process = process;
        this.port = port;
        this.healthPort = healthPort;
    }

    /**
     * Starts it.
     *
     * @param command what runs the agent, without its environment
     * @param directory for its token and its log
     */
    static AgentProcess start(List<String> command, Path directory, int appPort, FakeManager manager)
            throws IOException {
        int port = freePort();
        int healthPort = freePort();
        AgentConfig config = new AgentConfig(
                "shop",
                new Workload(WorkloadKind.Deployment, "hello"),
                "127.0.0.1",
                List.of(new AgentConfig.AgentPort(port, appPort, "app")));
        Path token = Files.writeString(directory.resolve("token"), "secret");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_") || name.startsWith("JDK_"));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getenv().getOrDefault("AGENT_JAVA_HOME", System.getProperty("java.home")),
                        "AGENT_CONFIG", JsonMapper.shared().writeValueAsString(config),
                        "POD_NAME", "hello-1",
                        "POD_NAMESPACE", "shop",
                        "POD_IP", "127.0.0.1",
                        "AGENT_TOKEN_FILE", token.toString(),
                        "MANAGER_API_PORT", String.valueOf(manager.apiPort()),
                        "MANAGER_TUNNEL_PORT", String.valueOf(manager.tunnelPort()),
                        "AGENT_HEALTH_PORT", String.valueOf(healthPort),
                        "INTERCEPTED_0_COLOUR", "blue"));
        builder.environment().put("AGENT_LISTEN_ON", "PT0.2S");
        builder.environment().put("AGENT_READY_AFTER", "PT4S");
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("agent.log").toFile());
        return new AgentProcess(builder.start(), port, healthPort);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    Process process() {
        return process;
    }

    /** The status line of a health path; empty while the port does not answer. */
    String health(String path) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), healthPort)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** A line of {@code /proc/PID/status} in KiB: {@code VmRSS}, {@code RssAnon}. */
    long memory(String line) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(text -> text.startsWith(line + ":"))
                .mapToLong(text -> Long.parseLong(text.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Asks it to end, and waits. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the agent did not end within 60 s of SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
