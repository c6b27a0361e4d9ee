package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intercepts.connector.json.Json;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Helm chart installs what the command installs. Its files follow from the command's manifests
 * ({@code mvn test -pl connector -am -Dtest=ChartTest -Dsurefire.failIfNoSpecifiedTests=false -Dchart=write} writes them anew), and
 * where there is a {@code helm}, what that renders is compared object by object.
 */
class ChartTest {

    private static final Path CHART = Path.of("..", "deploy", "charts", "traffic-manager");

    @TempDir
    Path directory;

    private static String version() throws IOException {
        Matcher version = Pattern.compile("<parent>.*?<version>(.*?)</version>", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    @Test
    void itsFilesFollowFromTheManifests() throws IOException {
        Map<String, String> expected = Chart.files(version());
        if ("write".equals(System.getProperty("chart"))) {
            for (Map.Entry<String, String> file : expected.entrySet()) {
                Path path = CHART.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        }
        for (Map.Entry<String, String> file : expected.entrySet()) {
            assertThat(CHART.resolve(file.getKey()))
                    .as("written anew by -Dchart=write")
                    .hasContent(file.getValue());
        }
        try (Stream<Path> templates = Files.list(CHART.resolve("templates"))) {
            assertThat(templates.map(path -> "templates/" + path.getFileName()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    expected.keySet().stream().filter(name -> name.startsWith("templates/")),
                                    Stream.of("templates/NOTES.txt"))
                            .toList());
        }
    }

    static Stream<InstallSettings> settings() {
        return Stream.of(
                InstallSettings.DEFAULTS,
                new InstallSettings(
                        "registry.example.com:5000/team",
                        "t1",
                        "Always",
                        List.of("login", "mirror"),
                        3,
                        ManagerScope.cluster),
                new InstallSettings("intercepts", "", "IfNotPresent", List.of(), 2, ManagerScope.cluster),
                new InstallSettings("registry.example.com", "", "", List.of("login"), 1, ManagerScope.cluster),
                new InstallSettings("registry.example.com", "", "", List.of("login"), 1, ManagerScope.namespace));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void helmRendersWhatTheCommandApplies(InstallSettings settings) throws Exception {
        Map<String, @Nullable Object> expected = new TreeMap<>();
        boolean alone = settings.scope() == ManagerScope.namespace;
        String namespace = alone ? "team-a" : "intercepts";
        for (HasMetadata object : Manifests.of(version(), settings, namespace)) {
            expected.put(name(object.getKind(), object.getMetadata().getName()), ManifestsDigest.canonical(object));
        }
        Map<String, @Nullable Object> rendered =
                objects(helm(values(settings), List.of("--namespace", namespace, "--set", "createNamespace=true"))
                        .ok());
        assertThat(rendered.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (name, object) -> assertThat(rendered.get(name)).as(name).isEqualTo(object));
    }

    @Test
    void inItsNamespaceHelmMakesAllButThat() throws Exception {
        Map<String, @Nullable Object> rendered =
                objects(helm(values(InstallSettings.DEFAULTS), List.of("--namespace", "intercepts"))
                        .ok());
        assertThat(rendered).hasSize(Manifests.of("", InstallSettings.DEFAULTS).size() - 1);
        assertThat(rendered).doesNotContainKey("Namespace intercepts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replica=3",
                "replicas=0",
                "replicas=two",
                "imagePullPolicy=always",
                "registry=https://registry.example.com",
                "tag=a b",
                "imagePullSecrets[0]=Login",
                "scope=all",
                "image.tag=t1",
            })
    void whatIsMistypedIsRefused(String value) throws Exception {
        assertThat(helm(values(InstallSettings.DEFAULTS), List.of("--namespace", "intercepts", "--set", value))
                        .failed())
                .contains("values don't meet the specifications of the schema");
    }

    private Path values(InstallSettings settings) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        if (!settings.equals(InstallSettings.DEFAULTS)) {
            values.put("registry", settings.registry());
            values.put("tag", settings.tag());
            values.put("imagePullPolicy", settings.imagePullPolicy());
            values.put("imagePullSecrets", settings.imagePullSecrets());
            values.put("replicas", settings.replicas());
            values.put("scope", settings.scope().name());
        }
        return Files.writeString(directory.resolve("values.json"), Json.write(values));
    }

    private Ran helm(Path values, List<String> further) throws IOException, InterruptedException {
        Optional<Path> helm = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "helm"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(
                helm.isPresent(),
                "LEFT OUT: there is no helm on the PATH (`.ci/run packages` brings it), so what it renders was not compared");
        List<String> command = new ArrayList<>(List.of(
                helm.get().toString(),
                "template",
                "traffic-manager",
                CHART.toString(),
                "--values",
                values.toString(),
                // One that was built by `go install` thinks of an older one.
                "--kube-version",
                "1.34.0"));
        command.addAll(further);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(false);
        builder.redirectError(directory.resolve("stderr").toFile());
        // Nobody's cluster and nobody's settings.
        builder.environment().keySet().removeIf(name -> name.startsWith("HELM_") || name.equals("KUBECONFIG"));
        builder.environment().put("HOME", directory.toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out, Files.readString(directory.resolve("stderr")));
    }

    private record Ran(int status, String out, String err) {

        String ok() {
            assertThat(status).as(err).isZero();
            return out;
        }

        String failed() {
            assertThat(status).as(out).isNotZero();
            return err;
        }
    }

    private static Map<String, @Nullable Object> objects(String documents) {
        KubernetesSerialization serialization = new KubernetesSerialization();
        Map<String, @Nullable Object> objects = new TreeMap<>();
        Arrays.stream(documents.split("(?m)^---$"))
                .map(document -> serialization.unmarshal(document, Map.class))
                .filter(java.util.Objects::nonNull)
                .forEach(object -> objects.put(
                        name(
                                String.valueOf(object.get("kind")),
                                String.valueOf(metadata(object).get("name"))),
                        ManifestsDigest.canonical(object)));
        return objects;
    }

    private static Map<?, ?> metadata(Map<?, ?> object) {
        return object.get("metadata") instanceof Map<?, ?> metadata ? metadata : Map.of();
    }

    private static String name(String kind, String name) {
        return kind + " " + name;
    }
}
