package dev.intercepts.playground.world;

import dev.intercepts.playground.github.OauthApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The hosted service as a process of its own, configured as an operator would: by environment variables. Its ports are
 * chosen once, so that it is found again after a restart.
 *
 * @param packaging how it runs
 * @param address of this machine where it listens: loopback, or one that a cluster's pods reach
 * @param ports where it listens
 * @param app as it is registered at GitHub
 * @param secret its database's password, and what its key is made of
 */
record HostedService(Packaging packaging, InetAddress address, Ports ports, OauthApp app, String secret) {

    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    static final String PREVIEW_DOMAIN = "preview.localhost";

    /** Ports of that address. */
    record Ports(int web, int edge, int tunnel) {}

    static HostedService choose(Packaging packaging, InetAddress address) {
        List<Integer> free = freePorts(address);
        Ports ports = new Ports(free.get(0), free.get(1), free.get(2));
        return new HostedService(
                packaging,
                address,
                ports,
                new OauthApp(
                        "Intercepts",
                        "intercepts-playground",
                        random(),
                        url(address, ports.web()) + "/login/oauth2/code/github"),
                random());
    }

    private static String random() {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /** GitHub has to be found by people and by the hosted service at the same address. */
    InetSocketAddress addressOfGithub() {
        return new InetSocketAddress(packaging == Packaging.JAR ? InetAddress.getLoopbackAddress() : address, 0);
    }

    String url() {
        return url(address, ports.web());
    }

    private static String url(InetAddress address, int port) {
        return "http://" + (address.isLoopbackAddress() ? "localhost" : address.getHostAddress()) + ":" + port;
    }

    Supervised start(Checkout checkout, Path workDir, String githubUrl, String githubApiUrl) {
        List<String> command =
                packaging == Packaging.COMPOSE ? compose(checkout).command("up", "--no-color") : jar(checkout);
        return Supervised.start(
                "cloud", command, environment(workDir, githubUrl, githubApiUrl), workDir, workDir.resolve("cloud.log"));
    }

    /** What stays when it has ended: closing this removes it. */
    AutoCloseable leftovers(Checkout checkout, Path workDir) {
        return packaging == Packaging.COMPOSE
                ? () -> compose(checkout)
                        .run(
                                workDir.resolve("cloud.log"),
                                environment(workDir, "", ""),
                                "down",
                                "--volumes",
                                "--timeout",
                                "10")
                : () -> {};
    }

    private Compose compose(Checkout checkout) {
        return Compose.found(checkout.root().resolve("docker-compose.yml"), "playground-" + ports.web());
    }

    private static List<String> jar(Checkout checkout) {
        return List.of(
                checkout.java().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                checkout.serverJar().toString());
    }

    private Map<String, String> environment(Path workDir, String githubUrl, String githubApiUrl) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SERVER_ADDRESS", address.getHostAddress());
        variables.put("SERVER_PORT", Integer.toString(ports.web()));
        variables.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        variables.put("MANAGEMENT_SERVER_PORT", "0");
        variables.put("INTERCEPTS_PUBLIC_URL", url());
        variables.put("INTERCEPTS_DATA_DIR", dataDir(workDir).toString());
        variables.put("INTERCEPTS_PREVIEW_DOMAIN", PREVIEW_DOMAIN);
        variables.put("INTERCEPTS_PREVIEW_URL", "http://*:" + ports.edge());
        variables.put("INTERCEPTS_TUNNEL_URL", "http://" + address.getHostAddress() + ":" + ports.tunnel());
        variables.put("INTERCEPTS_TUNNEL_HOST", address.getHostAddress());
        variables.put("INTERCEPTS_EDGE_PORT", Integer.toString(ports.edge()));
        variables.put("INTERCEPTS_TUNNEL_PORT", Integer.toString(ports.tunnel()));
        variables.put("INTERCEPTS_GITHUB_BASE_URL", githubUrl);
        variables.put("INTERCEPTS_GITHUB_API_URL", githubApiUrl);
        variables.put("INTERCEPTS_GITHUB_CLIENT_ID", app.clientId());
        variables.put("INTERCEPTS_GITHUB_CLIENT_SECRET", app.clientSecret());
        if (packaging == Packaging.COMPOSE) {
            // Of docker-compose.yml, which says itself where things are within the containers.
            variables.put("INTERCEPTS_BIND", address.getHostAddress());
            // Host names below .localhost are this machine's loopback.
            variables.put("INTERCEPTS_EDGE_BIND", "127.0.0.1");
            variables.put("INTERCEPTS_WEB_PORT", Integer.toString(ports.web()));
            variables.put("POSTGRES_PASSWORD", secret);
            variables.put(
                    "INTERCEPTS_SECRET_KEY",
                    Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.US_ASCII)));
        }
        return variables;
    }

    private static Path dataDir(Path workDir) {
        return workDir.resolve("cloud");
    }

    /** Its embedded PostgreSQL, which outlives a service that is killed. */
    static Optional<ProcessHandle> database(Path workDir) {
        Path file = dataDir(workDir).resolve("postgres/postmaster.pid");
        try {
            return Files.exists(file)
                    ? ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(file).getFirst().strip()))
                    : Optional.empty();
        } catch (IOException | NoSuchElementException | NumberFormatException e) {
            return Optional.empty(); // it is being written or removed at this moment
        }
    }

    /**
     * Waits until it answers.
     *
     * @throws IllegalStateException if it does not within three minutes; the message names its log
     */
    void awaitReady(Path workDir) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/.well-known/intercepts"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + START_LIMIT.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end) {
                if (answers(client, request)) {
                    return;
                }
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(
                "the hosted service does not answer at " + url() + " (its log: " + workDir.resolve("cloud.log") + ")");
    }

    private static boolean answers(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Three different ports that nobody listens on: all are held at once, then let go. */
    private static List<Integer> freePorts(InetAddress address) {
        List<ServerSocket> sockets =
                Stream.generate(() -> anySocket(address)).limit(3).toList();
        List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ports;
    }

    private static ServerSocket anySocket(InetAddress address) {
        try {
            return new ServerSocket(0, 1, address);
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + address.getHostAddress(), e);
        }
    }
}
