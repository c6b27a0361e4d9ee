package dev.intercepts.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The service that every contender stands before: one nginx worker with three answers. */
final class Origin {

    /** Bytes of the download. */
    static final long DOWNLOAD_BYTES = 1L << 30;

    private Origin() {}

    /** Starts it and returns its port. */
    static int start(Programs programs, String nginx) throws IOException, InterruptedException {
        Path files = Files.createDirectories(programs.workDir().resolve("files"));
        Files.writeString(files.resolve("small"), "x".repeat(100));
        Files.writeString(files.resolve("medium"), "x".repeat(10 * 1024));
        try (RandomAccessFile large =
                new RandomAccessFile(files.resolve("large").toFile(), "rw")) {
            large.setLength(DOWNLOAD_BYTES);
        }
        int port = Programs.freePort();
        Path config = programs.file("origin.conf", nginxConfig("origin", """
                    server {
                      listen 127.0.0.1:%d backlog=1024;
                      root %s;
                      open_file_cache max=16;
                    }
                """.formatted(port, files)));
        programs.start("origin", List.of(nginx, "-p", programs.workDir().toString(), "-c", config.toString()));
        Programs.awaitPort(port, Duration.ofSeconds(10));
        return port;
    }

    /** A configuration of nginx that writes nothing outside the work folder and keeps connections alive. */
    static String nginxConfig(String name, String servers) {
        return """
                daemon off;
                worker_processes 1;
                pid %1$s.pid;
                error_log %1$s.err warn;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  tcp_nodelay on;
                  sendfile on;
                  keepalive_requests 1000000000;
                  keepalive_timeout 300s;
                  client_body_temp_path %1$s.body;
                  proxy_temp_path %1$s.proxy;
                  fastcgi_temp_path %1$s.fastcgi;
                  uwsgi_temp_path %1$s.uwsgi;
                  scgi_temp_path %1$s.scgi;
                %2$s
                }
                """.formatted(name, servers);
    }
}
