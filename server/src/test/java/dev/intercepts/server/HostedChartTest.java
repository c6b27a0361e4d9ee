package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intercepts.cloud.settings.HostedSettings;
import dev.intercepts.server.HostedChart.Answer;
import dev.intercepts.server.HostedChart.Node;
import dev.intercepts.server.HostedChart.Rendered;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the chart sets is what the service takes: names are compared with its configuration, ports and probes with the running
 * service. Left out where there is no {@code helm} ({@code .ci/run packages} brings it).
 */
class HostedChartTest {

    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final List<String> URLS = List.of(
            "publicUrl=https://intercepts.example.com",
            "previewDomain=preview.example.net",
            "tunnelUrl=https://tunnel.example.com:8443");
    private static final List<String> LEAST = with(
            URLS,
            "database.host=db.example.com",
            "secrets.databasePassword=pass\"word",
            "secrets.secretKey=" + KEY,
            "secrets.githubClientId=id",
            "secrets.githubClientSecret=secret");
    private static final List<String> EVERYTHING = with(
            LEAST,
            "secrets.earlierSecretKeys={" + KEY + "}",
            "github.apiUrl=https://api.example.com",
            "edge.tlsSecret=edge-tls",
            "networkPolicy.enabled=true",
            "networkPolicy.metricsFrom[0].namespaceSelector.matchLabels.name=monitoring",
            "podDisruptionBudget.enabled=true",
            "env.LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs",
            "env.INTERCEPTS_EDGE_REQUESTS_PER_PREVIEW=2000");
    private static final List<String> TRIAL = with(
            LEAST,
            "database.host=",
            "trialPostgres.enabled=true",
            "ingress.enabled=true",
            "networkPolicy.enabled=true");

    @BeforeAll
    static void helm() {
        assumeTrue(
                HostedChart.helm().isPresent(),
                "LEFT OUT: the hosted service's chart. There is no helm on the PATH: .ci/run packages");
    }

    @Test
    void lintFindsNothing() {
        for (List<String> values : List.of(LEAST, EVERYTHING, TRIAL)) {
            Answer answer = HostedChart.run(List.of("lint", "--strict", "--quiet"), values);
            assertThat(answer.status()).as(answer.text()).isZero();
        }
    }

    @Test
    void isOfThisVersion() throws IOException {
        Node chart = new Node(new Yaml().load(Files.readString(HostedChart.DIRECTORY.resolve("Chart.yaml"))));
        String pom = Files.readString(Path.of("pom.xml"));
        assertThat(pom).contains("<version>" + chart.text("version") + "</version>");
        assertThat(chart.text("appVersion")).isEqualTo(chart.text("version"));
    }

    @Test
    void setsWhatTheServiceKnows() throws IOException {
        Set<String> known = settings();
        for (List<String> values : List.of(LEAST, EVERYTHING, TRIAL)) {
            assertThat(environment(HostedChart.rendered(values)).keySet())
                    .allSatisfy(name -> assertThat(known).as(name).anyMatch(setting -> isFor(name, setting)));
        }
        assertThat(known).noneMatch(setting -> isFor("INTERCEPTS_PUBLIC_URI", setting));
    }

    @Test
    void serviceReadsWhatWasGiven() {
        Map<String, String> environment = environment(HostedChart.rendered(EVERYTHING));
        StandardEnvironment standard = new StandardEnvironment();
        standard.getPropertySources()
                .forEach(source -> standard.getPropertySources().remove(source.getName()));
        standard.getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new LinkedHashMap<>(environment)));
        ConfigurationPropertySources.attach(standard);
        Binder binder = Binder.get(standard);

        HostedSettings settings =
                binder.bind("intercepts", HostedSettings.class).get();
        assertThat(settings.publicUrl()).hasToString("https://intercepts.example.com");
        assertThat(settings.previewUrl("x")).isEqualTo("https://x.preview.example.net");
        assertThat(settings.tunnelUrl()).hasToString("https://tunnel.example.com:8443");
        assertThat(settings.secretKey()).isEqualTo(KEY);
        assertThat(settings.earlierSecretKeys()).containsExactly(KEY);
        DataSourceProperties database =
                binder.bind("spring.datasource", DataSourceProperties.class).get();
        assertThat(database.getUrl()).isEqualTo("jdbc:postgresql://db.example.com:5432/intercepts");
        assertThat(database.getUsername()).isEqualTo("intercepts");
        assertThat(database.getPassword()).isEqualTo("pass\"word");
        assertThat(binder.bind("spring.ssl.bundle.pem.edge.keystore.private-key", String.class)
                        .get())
                .isEqualTo("file:/etc/intercepts/edge-tls/tls.key");
    }

    @Test
    void setsWhatComposeSets() throws IOException {
        Node compose = new Node(new Yaml().load(Files.readString(Path.of("..", "docker-compose.yml"))));
        Map<?, ?> wanted = (Map<?, ?>)
                compose.at("services", "hosted-service", "environment").value();
        assertThat(environment(HostedChart.rendered(EVERYTHING)).keySet().stream()
                        .map(Object.class::cast))
                .containsAll(wanted.keySet());
    }

    @Test
    void portsAndProbesAreTheServices() throws Exception {
        Node pod = pod(HostedChart.rendered(LEAST));
        Map<String, Integer> ports = pod.list("containers", 0, "ports").stream()
                .collect(Collectors.toMap(port -> port.text("name"), port ->
                        (Integer) port.at("containerPort").value()));
        Map<String, String> defaults = defaults();
        Node yaml =
                new Node(new Yaml().load(Files.readString(Path.of("src", "main", "resources", "application.yaml"))));
        assertThat(ports)
                .containsEntry("web", 8080)
                .containsEntry("edge", Integer.valueOf(defaults.getOrDefault("intercepts.edge.port", "")))
                .containsEntry("tunnel", Integer.valueOf(defaults.getOrDefault("intercepts.tunnel.port", "")))
                .containsEntry("management", (Integer)
                        yaml.at("management", "server", "port").value());

        RunningService service = RunningService.shared();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            Node asked = pod.at("containers", 0, probe, "httpGet");
            assertThat(asked.text("port")).isEqualTo("management");
            URI uri = URI.create(service.managementUrl() + asked.text("path"));
            assertThat(HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                            .statusCode())
                    .as(uri.toString())
                    .isEqualTo(200);
        }
    }

    @Test
    void podsMayDoNothing() {
        Rendered rendered = HostedChart.rendered(TRIAL);
        for (Node object : List.of(rendered.one("Deployment"), rendered.one("StatefulSet"))) {
            Node pod = object.at("spec", "template", "spec");
            assertThat(pod.text("automountServiceAccountToken")).isEqualTo("false");
            assertThat(pod.text("securityContext", "runAsNonRoot")).isEqualTo("true");
            assertThat(pod.text("securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
            Node security = pod.at("containers", 0, "securityContext");
            assertThat(security.text("readOnlyRootFilesystem")).isEqualTo("true");
            assertThat(security.text("allowPrivilegeEscalation")).isEqualTo("false");
            assertThat(security.text("capabilities", "drop")).isEqualTo("[ALL]");
            assertThat(pod.list("containers", 0, "volumeMounts"))
                    .extracting(mount -> mount.text("mountPath"))
                    .contains("/tmp");
        }
    }

    /** Not as text of the pod, which more people may read than Secrets. */
    @Test
    void secretsAreInTheSecretAlone() {
        Rendered rendered = HostedChart.rendered(LEAST);
        assertThat(rendered.one("Secret").text("stringData", "INTERCEPTS_SECRET_KEY"))
                .isEqualTo(KEY);
        assertThat(rendered.one("Deployment").toString()).doesNotContain(KEY, "pass\"word");
    }

    @Test
    void secretOfOnesOwnIsTaken() {
        Rendered rendered =
                HostedChart.rendered(with(URLS, "database.host=db.example.com", "secrets.existing=our-secret"));
        assertThat(rendered.all("Secret")).isEmpty();
        assertThat(pod(rendered).text("containers", 0, "envFrom", 0, "secretRef", "name"))
                .isEqualTo("our-secret");
    }

    @Test
    void whatIsNamedIsThere() {
        Rendered rendered = HostedChart.rendered(TRIAL);
        Set<String> ports = Stream.of(rendered.one("Deployment"), rendered.one("StatefulSet"))
                .flatMap(object -> object.list("spec", "template", "spec", "containers", 0, "ports").stream())
                .map(port -> port.text("name"))
                .collect(Collectors.toSet());
        Set<String> services = new HashSet<>();
        for (Node service : rendered.all("Service")) {
            for (Node port : service.list("spec", "ports")) {
                assertThat(ports).contains(port.text("targetPort"));
                services.add(service.text("metadata", "name") + ":" + port.text("name"));
            }
        }
        for (Node ingress : rendered.all("Ingress")) {
            Node backend = ingress.at("spec", "rules", 0, "http", "paths", 0, "backend", "service");
            assertThat(services).contains(backend.text("name") + ":" + backend.text("port", "name"));
        }
        String database = environment(rendered).getOrDefault("SPRING_DATASOURCE_URL", "");
        assertThat(services)
                .contains(URI.create(database.substring("jdbc:".length())).getHost() + ":postgres");
        assertThat(rendered.all("Ingress"))
                .extracting(ingress -> ingress.text("spec", "rules", 0, "host"))
                .containsExactlyInAnyOrder("intercepts.example.com", "*.preview.example.net", "tunnel.example.com");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            databse.host=db                          | databse
            ingress.enable=true                      | enable
            publicUrl=intercepts.example.com         | publicUrl
            publicUrl=https://intercepts.example/    | publicUrl
            previewUrl=https://preview               | previewUrl
            secrets.secretKey=short                  | secretKey
            secrets.databasePassword=                | databasePassword
            previewDomain=example.com                | apart from the dashboard
            database.host=                           | database.host
            trialPostgres.enabled=true               | give one of them
            env.lower=x                              | does not match pattern
            """)
    void whatCannotBeIsRefused(String value, String said) {
        Answer answer = HostedChart.template(with(LEAST, value));
        assertThat(answer.status()).as(answer.text()).isNotZero();
        assertThat(answer.text()).contains(said);
    }

    private static Node pod(Rendered rendered) {
        return rendered.one("Deployment").at("spec", "template", "spec");
    }

    /** As the container has it: what the Secret holds, and the rest. */
    private static Map<String, String> environment(Rendered rendered) {
        Map<String, String> environment = new LinkedHashMap<>();
        ((Map<?, ?>) rendered.one("Secret").at("stringData").value())
                .forEach((name, value) -> environment.put(name.toString(), value.toString()));
        for (Node variable : pod(rendered).list("containers", 0, "env")) {
            String name = variable.text("name");
            assertThat(environment.put(name, variable.text("value"))).as(name).isNull();
        }
        return environment;
    }

    private static boolean isFor(String variable, String setting) {
        String name = variable.replace("_", "").toLowerCase(Locale.ROOT);
        String plain = setting.replaceAll("[.-]", "");
        return name.equals(plain) || setting.equals("spring.ssl.bundle.pem") && name.startsWith(plain);
    }

    private static Set<String> settings() throws IOException {
        return defaults().keySet();
    }

    private static Map<String, String> defaults() throws IOException {
        Map<String, String> defaults = new LinkedHashMap<>();
        for (URL url : Collections.list(
                HostedChartTest.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = url.openStream()) {
                new JsonMapper()
                        .readTree(in)
                        .path("properties")
                        .valueStream()
                        .forEach(property -> defaults.put(
                                property.path("name").asString(),
                                property.path("defaultValue").asString("")));
            }
        }
        return defaults;
    }

    private static List<String> with(List<String> values, String... more) {
        List<String> all = new ArrayList<>(values);
        all.addAll(List.of(more));
        return all;
    }
}
