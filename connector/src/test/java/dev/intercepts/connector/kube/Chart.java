package dev.intercepts.connector.kube;

import dev.intercepts.connector.json.Json;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Helm chart's files as they follow from {@link Manifests}: each object with a value of its own at each place that a setting
 * decides, and there the template's expression put in.
 */
final class Chart {

    private static final String HEADER =
            "{{- /* Written by ChartTest from what the command installs: change that. */ -}}\n";
    private static final String VERSION = "0.0.0-version";
    private static final String SETTINGS = "place-settings";
    private static final String NAMESPACE = "place-namespace";

    private static InstallSettings places(ManagerScope scope) {
        return new InstallSettings("place.example", "place", "Always", List.of("place-secret"), 7, scope);
    }

    private Chart() {}

    /** Path below the chart → content. */
    static Map<String, String> files(String version) {
        Map<String, String> files = new TreeMap<>();
        files.put("Chart.yaml", chart(version));
        files.put("values.schema.json", schema());
        files.put("templates/_settings.tpl", settings());
        Map<String, String> whole = templates(ManagerScope.cluster);
        Map<String, String> alone = templates(ManagerScope.namespace);
        whole.computeIfPresent(
                "namespace.yaml", (name, text) -> "{{- if .Values.createNamespace }}\n" + text + "{{- end }}\n");
        whole.forEach((name, text) -> {
            String other = alone.get(name);
            files.put(
                    "templates/" + name,
                    text.equals(other)
                            ? HEADER + text
                            : HEADER
                                    + "{{- if ne .Values.scope \"namespace\" }}\n"
                                    + text
                                    + (other == null ? "" : "{{- else }}\n" + other)
                                    + "{{- end }}\n");
        });
        return files;
    }

    /** File → the objects in it. */
    private static Map<String, String> templates(ManagerScope scope) {
        Map<String, StringBuilder> templates = new LinkedHashMap<>();
        for (HasMetadata object : Manifests.of(VERSION, places(scope), NAMESPACE)) {
            templates
                    .computeIfAbsent(file(object.getKind()), name -> new StringBuilder())
                    .append("---\n")
                    .append(template(object, places(scope)));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        templates.forEach((name, text) -> texts.put(name, text.toString()));
        return texts;
    }

    private static String file(String kind) {
        return switch (kind) {
            case "Namespace" -> "namespace.yaml";
            case "CustomResourceDefinition" -> "custom-resource.yaml";
            case "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding" -> "rights.yaml";
            case "Service" -> "services.yaml";
            case "Deployment" -> "deployment.yaml";
            case "MutatingWebhookConfiguration" -> "webhook.yaml";
            default -> throw new IllegalArgumentException(kind + " (expected: a kind that has a file)");
        };
    }

    private static String template(HasMetadata object, InstallSettings places) {
        String text = new KubernetesSerialization()
                .asYaml(Objects.requireNonNull(placed(ManifestsDigest.canonical(object), places)))
                .replaceFirst("^---\n", "");
        if (text.contains("{{")) {
            throw new IllegalStateException(
                    "a template's braces in " + object.getMetadata().getName());
        }
        text = scalar(text, VERSION, ".Chart.AppVersion | quote");
        text = scalar(text, NAMESPACE, ".Release.Namespace | quote");
        text = scalar(text, SETTINGS, "include \"traffic-manager.settings\" . | quote");
        for (String image : List.of("traffic-manager", "traffic-agent")) {
            text = scalar(
                    text,
                    places.image(image, VERSION),
                    "include \"traffic-manager.image\" (list . \"%s\") | quote".formatted(image));
        }
        text = text.replace("replicas: " + places.replicas(), "replicas: {{ .Values.replicas }}");
        text = given(
                text,
                "- name: \"?AGENT_IMAGE_PULL_POLICY\"?\n *value: \"?Always\"?",
                "imagePullPolicy",
                ". | quote",
                "Always");
        text = given(
                text,
                "- name: \"?AGENT_IMAGE_PULL_SECRETS\"?\n *value: \"?place-secret\"?",
                "imagePullSecrets",
                "join \",\" . | quote",
                "place-secret");
        text = given(text, "imagePullPolicy: \"?Always\"?", "imagePullPolicy", ". | quote", "Always");
        text = Pattern.compile("^( *)imagePullSecrets:\n *- name: \"?place-secret\"?\n", Pattern.MULTILINE)
                .matcher(text)
                .replaceAll("""
                        {{- with .Values.imagePullSecrets }}
                        $1imagePullSecrets:
                        {{- range . }}
                        $1- name: {{ . | quote }}
                        {{- end }}
                        {{- end }}
                        """);
        if (text.contains("place") || text.contains(VERSION)) {
            throw new IllegalStateException("a place that has no expression in: " + text);
        }
        return text;
    }

    /** The settings as a word that YAML does not break into lines. */
    private static @Nullable Object placed(@Nullable Object value, InstallSettings places) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> members = new TreeMap<>();
                map.forEach((name, member) -> members.put(String.valueOf(name), placed(member, places)));
                yield members;
            }
            case List<?> items ->
                items.stream().map(item -> placed(item, places)).toList();
            case null -> null;
            default -> value.equals(places.toAnnotation()) ? SETTINGS : value;
        };
    }

    /** A whole value, however YAML quotes it. */
    private static String scalar(String text, String value, String expression) {
        String quoted = value.replace("\\", "\\\\").replace("\"", "\\\"");
        return Pattern.compile("(?m)((?:: |- ))(?:\"" + Pattern.quote(quoted) + "\"|'" + Pattern.quote(value) + "'|"
                        + Pattern.quote(value) + ")$")
                .matcher(text)
                .replaceAll("$1{{ " + java.util.regex.Matcher.quoteReplacement(expression) + " }}");
    }

    /** Lines that are there only where the value is given. */
    private static String given(String text, String lines, String value, String expression, String place) {
        return Pattern.compile("^( *)(" + lines + ")\n", Pattern.MULTILINE)
                .matcher(text)
                .replaceAll(found -> {
                    String inner =
                            found.group(2).replaceFirst("\"?" + place + "\"?$", "{{ %s }}".formatted(expression));
                    return java.util.regex.Matcher.quoteReplacement(
                            "{{- with .Values.%s }}%n%s%s%n{{- end }}%n".formatted(value, found.group(1), inner));
                });
    }

    private static String chart(String version) {
        return """
                # Written by ChartTest.
                apiVersion: v2
                name: traffic-manager
                description: The cluster side of Intercepts, as `telepresence connect` installs it.
                type: application
                version: %1$s
                appVersion: %1$s
                kubeVersion: ">=1.22.0-0"
                """.formatted(version);
    }

    private static String schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("registry", pattern(InstallSettings.REGISTRY, false));
        properties.put("tag", pattern(InstallSettings.TAG, true));
        properties.put(
                "imagePullPolicy",
                Map.of(
                        "enum",
                        java.util.stream.Stream.concat(
                                        java.util.stream.Stream.of(""), InstallSettings.POLICIES.stream())
                                .toList()));
        Map<String, Object> secrets = new LinkedHashMap<>();
        secrets.put("type", "array");
        secrets.put("items", pattern(InstallSettings.SECRET, false));
        secrets.put("uniqueItems", true);
        properties.put("imagePullSecrets", secrets);
        Map<String, Object> replicas = new LinkedHashMap<>();
        replicas.put("type", "integer");
        replicas.put("minimum", 1);
        replicas.put("maximum", InstallSettings.MOST_REPLICAS);
        properties.put("replicas", replicas);
        properties.put("scope", Map.of("enum", List.of("cluster", "namespace")));
        properties.put("createNamespace", Map.of("type", "boolean"));
        properties.put("global", Map.of("type", "object"));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", List.of("registry", "replicas", "scope"));
        schema.put("additionalProperties", false);
        return Json.pretty(schema) + "\n";
    }

    private static Map<String, Object> pattern(Pattern pattern, boolean orEmpty) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("pattern", "^(" + pattern.pattern() + ")" + (orEmpty ? "?" : "") + "$");
        return schema;
    }

    private static String settings() {
        InstallSettings defaults = InstallSettings.DEFAULTS;
        return """
                {{- /* Written by ChartTest. An image of the product, of (list . NAME). */ -}}
                {{- define "traffic-manager.image" -}}
                {{- $root := index . 0 -}}
                {{- printf "%%s/%%s:%%s" $root.Values.registry (index . 1) ($root.Values.tag | default $root.Chart.AppVersion) -}}
                {{- end -}}

                {{- /* What was chosen, as the command writes it on the Deployment. */ -}}
                {{- define "traffic-manager.settings" -}}
                {{- $chosen := dict -}}
                {{- if ne .Values.registry "%s" -}}{{- $_ := set $chosen "registry" .Values.registry -}}{{- end -}}
                {{- with .Values.tag -}}{{- $_ := set $chosen "tag" . -}}{{- end -}}
                {{- with .Values.imagePullPolicy -}}{{- $_ := set $chosen "imagePullPolicy" . -}}{{- end -}}
                {{- with .Values.imagePullSecrets -}}{{- $_ := set $chosen "imagePullSecrets" . -}}{{- end -}}
                {{- if ne (int .Values.replicas) %d -}}{{- $_ := set $chosen "replicas" (int .Values.replicas) -}}{{- end -}}
                {{- if ne .Values.scope "cluster" -}}{{- $_ := set $chosen "scope" .Values.scope -}}{{- end -}}
                {{- toJson $chosen -}}
                {{- end -}}
                """.formatted(defaults.registry(), defaults.replicas());
    }
}
