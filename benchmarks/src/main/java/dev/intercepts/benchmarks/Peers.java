package dev.intercepts.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Starts the peers, each with Nagle's algorithm off and without encryption, as the edge is measured. */
final class Peers {

    private static final String HOST = "bench.preview.localhost";

    private final Programs programs;
    private final Path bin;
    private final int origin;

    /**
     * Prepares.
     *
     * @param bin folder with the programs that {@code bin/bench} built
     * @param origin port of the origin
     */
    Peers(Programs programs, Path bin, int origin) {
        this.programs = programs;
        this.bin = bin;
        this.origin = origin;
    }

    /** The origin itself, to show what the load generator can do. */
    Contender none() {
        return new Contender("origin alone", url(origin), HOST, List.of());
    }

    Contender nginx(String nginx) throws IOException, InterruptedException {
        int port = Programs.freePort();
        Path config = programs.file("proxy.conf", Origin.nginxConfig("proxy", """
                    upstream origin { server 127.0.0.1:%d; keepalive 512; keepalive_requests 1000000000; }
                    server {
                      listen 127.0.0.1:%d backlog=1024;
                      location / {
                        proxy_pass http://origin;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Host $host;
                      }
                    }
                """.formatted(origin, port)));
        ProcessHandle process =
                programs.start("proxy", List.of(nginx, "-p", programs.workDir().toString(), "-c", config.toString()));
        Programs.awaitPort(port, Programs.START);
        return new Contender("nginx", url(port), HOST, List.of(process));
    }

    Contender frpHttp() throws IOException, InterruptedException {
        int port = Programs.freePort();
        return frp("frp, HTTP", "frp-http", port, "vhostHTTPPort = " + port, """
                type = "http"
                customDomains = ["%s"]
                """.formatted(HOST));
    }

    Contender frpTcp() throws IOException, InterruptedException {
        int port = Programs.freePort();
        return frp("frp, TCP", "frp-tcp", port, "", """
                type = "tcp"
                remotePort = %d
                """.formatted(port));
    }

    private Contender frp(String title, String name, int port, String serverLine, String proxyLines)
            throws IOException, InterruptedException {
        int control = Programs.freePort();
        Path server = programs.file(name + "-s.toml", """
                bindAddr = "127.0.0.1"
                proxyBindAddr = "127.0.0.1"
                bindPort = %d
                log.level = "error"
                %s
                """.formatted(control, serverLine));
        Path client = programs.file(name + "-c.toml", """
                serverAddr = "127.0.0.1"
                serverPort = %d
                log.level = "error"
                transport.tls.enable = false
                transport.poolCount = 5
                [[proxies]]
                name = "bench"
                localIP = "127.0.0.1"
                localPort = %d
                %s
                """.formatted(control, origin, proxyLines));
        List<ProcessHandle> pair = programs.startPair(
                name,
                List.of(program("frps"), "-c", server.toString()),
                control,
                List.of(program("frpc"), "-c", client.toString()),
                port);
        return new Contender(title, url(port), HOST, pair);
    }

    Contender chisel() throws IOException, InterruptedException {
        int control = Programs.freePort();
        int port = Programs.freePort();
        List<ProcessHandle> pair = programs.startPair(
                "chisel",
                List.of(program("chisel"), "server", "--host", "127.0.0.1", "--port", "" + control, "--reverse"),
                control,
                List.of(
                        program("chisel"),
                        "client",
                        "http://127.0.0.1:" + control,
                        "R:127.0.0.1:" + port + ":127.0.0.1:" + origin),
                port);
        return new Contender("chisel", url(port), HOST, pair);
    }

    Contender rathole() throws IOException, InterruptedException {
        int control = Programs.freePort();
        int port = Programs.freePort();
        Path server = programs.file("rathole-s.toml", """
                [server]
                bind_addr = "127.0.0.1:%d"
                default_token = "bench"
                [server.transport]
                type = "tcp"
                [server.transport.tcp]
                nodelay = true
                [server.services.bench]
                bind_addr = "127.0.0.1:%d"
                nodelay = true
                """.formatted(control, port));
        Path client = programs.file("rathole-c.toml", """
                [client]
                remote_addr = "127.0.0.1:%d"
                default_token = "bench"
                [client.transport]
                type = "tcp"
                [client.transport.tcp]
                nodelay = true
                [client.services.bench]
                local_addr = "127.0.0.1:%d"
                nodelay = true
                """.formatted(control, origin));
        List<ProcessHandle> pair = programs.startPair(
                "rathole",
                List.of(program("rathole"), "--server", server.toString()),
                control,
                List.of(program("rathole"), "--client", client.toString()),
                port);
        return new Contender("rathole", url(port), HOST, pair);
    }

    private String program(String name) {
        return bin.resolve(name).toString();
    }

    private static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
