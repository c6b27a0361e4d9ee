package dev.intercepts.connector.kube;

import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptState;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/** The definition of the custom resource {@code Intercept}: what the API server accepts, and what {@code kubectl get} shows. */
final class InterceptSchema {

    private InterceptSchema() {}

    static CustomResourceDefinition definition(Map<String, String> labels) {
        return new CustomResourceDefinitionBuilder()
                .withNewMetadata()
                .withName(ClusterNames.INTERCEPT_PLURAL + "." + ClusterNames.GROUP)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withGroup(ClusterNames.GROUP)
                .withScope("Namespaced")
                .withNewNames()
                .withKind(ClusterNames.INTERCEPT_KIND)
                .withListKind(ClusterNames.INTERCEPT_KIND + "List")
                .withPlural(ClusterNames.INTERCEPT_PLURAL)
                .withSingular("intercept")
                .endNames()
                .addNewVersion()
                .withName(ClusterNames.VERSION)
                .withServed(true)
                .withStorage(true)
                .withNewSubresources()
                .withNewStatus()
                .endStatus()
                .endSubresources()
                .addNewAdditionalPrinterColumn()
                .withName("State")
                .withType("string")
                .withJsonPath(".status.state")
                .endAdditionalPrinterColumn()
                .addNewAdditionalPrinterColumn()
                .withName("Workload")
                .withType("string")
                .withJsonPath(".spec.workload.name")
                .endAdditionalPrinterColumn()
                .addNewAdditionalPrinterColumn()
                .withName("Owner")
                .withType("string")
                .withJsonPath(".spec.owner.user")
                .endAdditionalPrinterColumn()
                .addNewAdditionalPrinterColumn()
                .withName("Age")
                .withType("date")
                .withJsonPath(".metadata.creationTimestamp")
                .endAdditionalPrinterColumn()
                .withNewSchema()
                .withOpenAPIV3Schema(schema())
                .endSchema()
                .endVersion()
                .endSpec()
                .build();
    }

    private static JSONSchemaProps schema() {
        return object("An intercept of a workload's port.", List.of("spec"))
                .addToProperties("spec", spec())
                .addToProperties("status", status())
                .build();
    }

    private static JSONSchemaProps spec() {
        JSONSchemaProps workload = object("Whose requests are intercepted.", List.of("kind", "name"))
                .addToProperties("kind", oneOf("Deployment", "StatefulSet", "ReplicaSet"))
                .addToProperties("name", string())
                .build();
        JSONSchemaProps header = object(
                        "A header must be there with a value in which the expression is found.",
                        List.of("name", "regex"))
                .addToProperties("name", string())
                .addToProperties("regex", string())
                .build();
        JSONSchemaProps match = object("Conditions on a request, all of which must hold.", List.of())
                .addToProperties(
                        "headers",
                        new JSONSchemaPropsBuilder()
                                .withType("array")
                                .withNewItems()
                                .withSchema(header)
                                .endItems()
                                .build())
                .addToProperties("pathPrefix", string())
                .build();
        JSONSchemaProps target = object("Where on the laptop it ends.", List.of("host", "port"))
                .addToProperties("host", string())
                .addToProperties("port", port())
                .build();
        JSONSchemaProps owner = object("Whose it is, for people to read.", List.of("user", "laptop"))
                .addToProperties("user", string())
                .addToProperties("laptop", string())
                .build();
        JSONSchemaProps ingress = object("How previews enter the cluster.", List.of("host", "port", "tls"))
                .addToProperties("host", string())
                .addToProperties("port", port())
                .addToProperties("tls", of("boolean"))
                .addToProperties("l5Host", string())
                .build();
        return object(
                        "What a developer asks for.",
                        List.of("workload", "mechanism", "match", "target", "sessionId", "owner", "route"))
                .addToProperties("workload", workload)
                .addToProperties("service", string())
                .addToProperties("servicePort", string())
                .addToProperties("mechanism", oneOf("tcp", "http"))
                .addToProperties("match", match)
                .addToProperties("target", target)
                .addToProperties("sessionId", string())
                .addToProperties("owner", owner)
                .addToProperties("route", oneOf("auto", "direct", "relay"))
                .addToProperties("ingress", ingress)
                .addToProperties("cloudId", string())
                .build();
    }

    private static JSONSchemaProps status() {
        String[] states = Arrays.stream(InterceptState.values()).map(Enum::name).toArray(String[]::new);
        return object("What the Traffic Manager makes of it.", List.of())
                .addToProperties("state", oneOf(states))
                .addToProperties("message", string())
                .addToProperties("observedGeneration", integer("int64"))
                .addToProperties("since", string())
                .addToProperties("agentsReady", integer("int32"))
                .addToProperties("agentsWanted", integer("int32"))
                .addToProperties("service", string())
                .addToProperties("servicePort", string())
                .addToProperties("servicePortCount", integer("int32"))
                .build();
    }

    private static JSONSchemaPropsBuilder object(String description, List<String> required) {
        return new JSONSchemaPropsBuilder()
                .withType("object")
                .withDescription(description)
                .withRequired(required);
    }

    private static JSONSchemaProps string() {
        return of("string");
    }

    private static JSONSchemaProps of(String type) {
        return new JSONSchemaPropsBuilder().withType(type).build();
    }

    private static JSONSchemaProps integer(String format) {
        return new JSONSchemaPropsBuilder()
                .withType("integer")
                .withFormat(format)
                .build();
    }

    private static JSONSchemaProps port() {
        return new JSONSchemaPropsBuilder()
                .withType("integer")
                .withMinimum(1.0)
                .withMaximum(65_535.0)
                .build();
    }

    private static JSONSchemaProps oneOf(String... values) {
        return new JSONSchemaPropsBuilder()
                .withType("string")
                .withEnum(Arrays.stream(values)
                        .map(value -> (tools.jackson.databind.JsonNode) JsonNodeFactory.instance.stringNode(value))
                        .toList())
                .build();
    }
}
