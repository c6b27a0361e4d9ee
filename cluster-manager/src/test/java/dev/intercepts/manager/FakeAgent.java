package dev.intercepts.manager;

import dev.intercepts.manager.http.Json;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.route.AgentApplied;
import dev.intercepts.protocol.route.AgentHello;
import dev.intercepts.protocol.route.RouteTable;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.TunnelDialer;
import dev.intercepts.tunnel.TunnelSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Does what an agent does towards the manager: follows its routes, applies each at once, keeps a tunnel. */
final class FakeAgent implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String namespace;
    private final String pod;
    private final String token;
    private final URI api;
    private final TunnelDialer tunnel;
    private final List<RouteTable> tables = new CopyOnWriteArrayList<>();
    private final Thread following;

    FakeAgent(Duty.Addresses manager, String namespace, String pod, Workload workload, String token) {
        this.namespace = namespace;
        this.pod = pod;
        this.token = token;
        this.api = URI.create("http://127.0.0.1:" + manager.agentApi());
        this.tunnel = TunnelDialer.start(
                new TunnelDialer.Config(
                        URI.create("http://127.0.0.1:" + manager.agentTunnel()),
                        1,
                        null,
                        null,
                        TunnelSettings.TO_MANAGER),
                () -> new Hello("agent", Direction.OPEN, token, "0.1.0", Map.of()),
                stream -> {
                    throw new AssertionError("an agent accepts no streams");
                },
                state -> {});
        AgentHello hello = new AgentHello(namespace, pod, workload, "0.1.0", Map.of("app", Map.of("COLOR", "blue")));
        this.following = Thread.ofVirtual().start(() -> follow(hello));
    }

    TunnelDialer tunnel() {
        return tunnel;
    }

    List<RouteTable> tables() {
        return List.copyOf(tables);
    }

    private void follow(AgentHello hello) {
        while (!Thread.currentThread().isInterrupted()) {
            followOnce(hello);
            LockSupport.parkNanos(100_000_000);
        }
    }

    private void followOnce(AgentHello hello) {
        try {
            HttpResponse<InputStream> response =
                    http.send(post("/v1/agents/routes", hello), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() == 503) {
                response.body().close();
                return;
            }
            if (response.statusCode() != 200) {
                throw new AssertionError("routes answered " + response.statusCode());
            }
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.isEmpty()) {
                        apply(Json.read(line, RouteTable.class));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The manager has ended, or is not there yet.
        } catch (dev.intercepts.manager.http.BadRequestException e) {
            throw new AssertionError(e);
        }
    }

    private void apply(RouteTable table) throws IOException, InterruptedException {
        tables.add(table);
        http.send(
                post("/v1/agents/applied", new AgentApplied(namespace, pod, table.revision(), null)),
                HttpResponse.BodyHandlers.discarding());
    }

    private HttpRequest post(String path, Object body) {
        return HttpRequest.newBuilder(api.resolve(path))
                .header("authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
    }

    @Override
    public void close() {
        following.interrupt();
        tunnel.close();
        http.shutdownNow();
    }
}
