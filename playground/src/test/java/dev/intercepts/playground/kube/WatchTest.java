package dev.intercepts.playground.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class WatchTest {

    private final ObjectStore store = new ObjectStore();
    private final Watch watch = new Watch(store);

    @TempDir
    Path workDir;

    private static ApiPath maps() {
        return new ApiPath(ResourceTypes.CONFIG_MAPS, "default", "", "");
    }

    private static ApiRequest request(String query) {
        return new ApiRequest(
                "GET", "/watch", new QueryStringDecoder("/watch?" + query).parameters(), "", new byte[0], User.ADMIN);
    }

    private void put(String name, String value) {
        ObjectNode map = Json.object();
        Json.child(map, "metadata").put("name", name).put("namespace", "default");
        Json.child(map, "data").put("value", value);
        store.change(ObjectKey.of(ResourceTypes.CONFIG_MAPS, "default", name), old -> map);
    }

    private static List<String> first(Watch.Open open, int count) {
        List<String> events = open.events()
                .take(count)
                .map(event -> (ObjectNode) Json.MAPPER.readTree(event))
                .map(event -> Json.text(event, "type") + " " + Json.text(event, "object", "data", "value"))
                .collectList()
                .block(Duration.ofSeconds(5));
        return events == null ? List.of() : events;
    }

    @Test
    void sees_what_happens_before_its_events_are_asked_for() {
        put("a", "1");
        Watch.Open open = watch.open(maps(), request("watch=true"));
        put("a", "2");
        put("a", "3");

        assertThat(first(open, 3)).containsExactly("ADDED 1", "MODIFIED 2", "MODIFIED 3");
    }

    @Test
    void goes_on_from_a_revision() {
        put("a", "1");
        long since = store.revision();
        put("a", "2");

        assertThat(first(watch.open(maps(), request("resourceVersion=" + since)), 1))
                .containsExactly("MODIFIED 2");
    }

    @Test
    void says_that_a_revision_is_forgotten_and_ends() {
        for (int i = 0; i < 6_000; i++) {
            put("a", "" + i);
        }
        List<String> events = watch.open(maps(), request("resourceVersion=1001"))
                .events()
                .collectList()
                .block(Duration.ofSeconds(5));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event).contains("410");
            assertThat(Watch.isLast(event)).isTrue();
        });
    }

    @Test
    void is_answered_over_http_before_anything_happens() throws IOException {
        try (InMemoryCluster cluster = InMemoryCluster.start(TestCluster.config(workDir))) {
            String path = "/api/v1/namespaces/default/configmaps?watch=true&allowWatchBookmarks=true";
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(cluster.apiUrl() + path).toURL().openConnection();
            connection.setReadTimeout(10_000);
            String token = cluster.kubeconfigYaml().replaceAll("(?s).*token: (\\S+).*", "$1");
            connection.setRequestProperty("Authorization", "Bearer " + token);
            assertThat(connection.getResponseCode()).isEqualTo(200);
            try (InputStream body = connection.getInputStream()) {
                cluster.apply(TestCluster.yaml("""
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: late, namespace: default}
                        """));
                String line = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)).readLine();
                assertThat(line).contains("\"type\":\"ADDED\"").contains("\"name\":\"late\"");
            } finally {
                connection.disconnect();
            }
        }
    }
}
