package dev.intercepts.cloud.api;

import dev.intercepts.cloud.audit.AuditLine;
import dev.intercepts.cloud.clusters.ClusterStatus;
import dev.intercepts.protocol.cloud.CloudApi;
import dev.intercepts.protocol.intercept.Ingress;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the schemas of the description say beyond names and types: what must be there, what may be {@code null}, and bounds. */
@SuppressWarnings({"rawtypes", "unchecked"})
final class ApiSchemas {

    /** What clients send: a field that may be left out may be {@code null} as well. */
    private static final List<Class<? extends Record>> SENT = List.of(
            CloudApi.ClusterRegistration.class,
            CloudApi.InterceptRegistration.class,
            CloudApi.PreviewRequest.class,
            InterceptController.PreviewChange.class,
            CloudApi.ClusterReport.class,
            CloudApi.InterceptReport.class,
            ApiKeyController.NewApiKey.class,
            OrganizationController.SettingsView.class,
            Ingress.class);

    /** What this service answers: a field without value is left out. */
    private static final List<Class<? extends Record>> ANSWERED = List.of(
            CloudApi.Discovery.class,
            CloudApi.Me.class,
            CloudApi.ClusterCredentials.class,
            CloudApi.InterceptView.class,
            CloudApi.PreviewView.class,
            CloudApi.ClusterOrders.class,
            CloudApi.EndOrder.class,
            ApiKeyController.ApiKeyView.class,
            OrganizationController.Closed.class,
            OrganizationController.Open.class,
            RequestController.RequestsView.class,
            RequestController.RequestView.class,
            ClusterStatus.class,
            AuditLine.class);

    private ApiSchemas() {}

    static void complete(Map<String, Schema> schemas) {
        SENT.forEach(type -> fields(schemas, type, true));
        ANSWERED.forEach(type -> fields(schemas, type, false));
        schemas.forEach((name, schema) -> {
            if (name.startsWith("PageView")) {
                schema.setRequired(List.of("items"));
                property(schema, "items", items -> items.setMaxItems(Bounds.LARGEST_PAGE));
                property(schema, "next", next -> cursor(next));
            }
        });
        Schema made = schemas.get("ApiKeyMade");
        if (made != null) {
            made.setRequired(Stream.concat(Stream.of("key"), required(ApiKeyController.ApiKeyView.class))
                    .toList());
            property(made, "key", key -> key.setPattern("^icpt_[0-9A-Za-z]{49}$"));
        }
        bounds(schemas);
    }

    private static void bounds(Map<String, Schema> schemas) {
        Consumer<Schema> text = schema -> text(schema, Bounds.LONGEST_TEXT);
        at(schemas, "ClusterRegistration", text, "uid", "name");
        at(
                schemas,
                "InterceptRegistration",
                text,
                "clusterId",
                "namespace",
                "name",
                "workload",
                "target",
                "laptop",
                "sessionId");
        at(schemas, "InterceptRegistration", ApiSchemas::freeText, "service");
        at(schemas, "InterceptRegistration", schema -> schema.setEnum(List.of("tcp", "http")), "mechanism");
        at(
                schemas,
                "InterceptRegistration",
                lines -> {
                    lines.setMaxItems(Bounds.MOST_MATCHES);
                    text(lines.getItems(), Bounds.LONGEST_TEXT);
                },
                "match");
        at(schemas, "InterceptRegistration", ApiSchemas::headers, "previewHeaders");
        at(schemas, "Ingress", schema -> schema.setPattern(Bounds.HOST_NAME), "host");
        at(schemas, "Ingress", schema -> schema.setPattern(Bounds.HOST_NAME_OR_EMPTY), "l5Host");
        at(schemas, "Ingress", schema -> range(schema, 1, 65_535), "port");
        at(schemas, "PreviewRequest", span -> duration(span, Bounds.DURATION_OR_UNLIMITED), "publicFor");
        at(schemas, "PreviewChange", span -> duration(span, Bounds.DURATION_OR_UNLIMITED), "publicFor");
        at(schemas, "SettingsView", span -> duration(span, Bounds.DURATION), "publicFor");
        at(schemas, "NewApiKey", schema -> text(schema, Bounds.LONGEST_NAME), "name");
        at(schemas, "NewApiKey", schema -> range(schema, 1, Bounds.MOST_KEY_DAYS), "expiresInDays");
        at(schemas, "NewApiKey", schema -> schema.setUniqueItems(null), "scopes");
        at(schemas, "ClusterReport", text, "managerVersion");
        at(schemas, "ClusterReport", schema -> schema.setMaxItems(Bounds.MOST_REPORTED), "intercepts");
        at(schemas, "InterceptReport", text, "id", "namespace", "name");
    }

    private static void fields(Map<String, Schema> schemas, Class<? extends Record> type, boolean sent) {
        Schema schema = schemas.get(type.getSimpleName());
        if (schema == null) {
            return;
        }
        schema.setRequired(required(type).toList());
        if (sent) {
            Arrays.stream(type.getRecordComponents())
                    .filter(ApiSchemas::mayBeMissing)
                    .forEach(field -> schema.getProperties()
                            .computeIfPresent(field.getName(), (name, property) -> orNull((Schema) property)));
        }
    }

    private static Stream<String> required(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(field -> !mayBeMissing(field))
                .map(RecordComponent::getName);
    }

    private static boolean mayBeMissing(RecordComponent field) {
        return field.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static Schema orNull(Schema property) {
        Schema nothing = new Schema<>();
        nothing.setTypes(Set.of("null"));
        if (property.get$ref() != null || property.getEnum() != null) {
            Schema either = new Schema<>();
            either.setAnyOf(List.of(property, nothing));
            return either;
        }
        Set<String> types = new LinkedHashSet<>(property.getTypes());
        types.add("null");
        property.setTypes(types);
        return property;
    }

    private static void text(Schema schema, int longest) {
        schema.setMinLength(1);
        schema.setMaxLength(longest);
        schema.setPattern(Bounds.TEXT);
    }

    private static void freeText(Schema schema) {
        schema.setMaxLength(Bounds.LONGEST_TEXT);
        schema.setPattern(Bounds.FREE);
    }

    static void cursor(Schema schema) {
        schema.setPattern(Bounds.CURSOR);
        schema.setMinLength(Cursor.CHARACTERS);
        schema.setMaxLength(Cursor.CHARACTERS);
    }

    private static void duration(Schema schema, String pattern) {
        schema.setPattern(pattern);
        schema.setDescription("An ISO 8601 duration of at least a minute and at most 366 days, such as PT8H");
        schema.setExample("PT8H");
    }

    private static void range(Schema schema, int least, int most) {
        schema.setMinimum(BigDecimal.valueOf(least));
        schema.setMaximum(BigDecimal.valueOf(most));
    }

    private static void headers(Schema headers) {
        headers.setDescription("What the edge sets on a previewed request; not Host, Cookie or what frames a message");
        headers.setMaxProperties(Bounds.MOST_HEADERS);
        Schema name = new Schema<>();
        name.setPattern(Bounds.HEADER_NAME);
        headers.setPropertyNames(name);
        if (headers.getAdditionalProperties() instanceof Schema value) {
            value.setMinLength(1);
            value.setMaxLength(Bounds.LONGEST_TEXT);
            value.setPattern(Bounds.HEADER_VALUE);
        }
    }

    private static void at(Map<String, Schema> schemas, String name, Consumer<Schema> change, String... properties) {
        Schema schema = schemas.get(name);
        if (schema != null) {
            Arrays.stream(properties).forEach(property -> property(schema, property, change));
        }
    }

    private static void property(Schema schema, String name, Consumer<Schema> change) {
        Object found = schema.getProperties().get(name);
        if (!(found instanceof Schema property)) {
            throw new IllegalStateException(
                    "the description of the API has no " + name + " in " + schema.getName() + ": mend ApiSchemas");
        }
        change.accept(property);
    }
}
