package dev.intercepts.cloud.api;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.OAuthFlow;
import io.swagger.v3.oas.models.security.OAuthFlows;
import io.swagger.v3.oas.models.security.Scopes;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** The description of the API at {@code /v3/api-docs}: every status that it can answer with, and what each needs. */
@Component
class ApiDescription implements OpenApiCustomizer {

    private static final String PROBLEM = "Problem";
    private static final String LOGIN = "login";
    private static final String API_KEY = "apiKey";
    private static final String UPLINK = "uplink";

    @Override
    public void customise(OpenAPI api) {
        api.setInfo(new Info()
                .title("Intercepts")
                .version("v1")
                .description(
                        "Clusters, intercepts and previews of an organization. What is described here stays as it is"
                                + " within /api/v1: fields and operations are added, never changed or taken away.")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")));
        api.setServers(List.of(new Server().url("/")));
        Components components = api.getComponents() == null ? new Components() : api.getComponents();
        api.setComponents(components);
        components.addSchemas(PROBLEM, problem());
        security(components);
        ApiSchemas.complete(components.getSchemas());
        api.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> describe(path, method, operation)));
    }

    private static void describe(String path, PathItem.HttpMethod method, Operation operation) {
        operation.setTags(List.of(tag(path)));
        Needs needs = Needs.of(path, method, operation);
        if (needs.person()) {
            operation.setSecurity(
                    needs.inPerson()
                            ? List.of(new SecurityRequirement().addList(LOGIN))
                            : List.of(
                                    new SecurityRequirement().addList(LOGIN),
                                    new SecurityRequirement().addList(API_KEY)));
        } else if (needs.uplink()) {
            operation.setSecurity(List.of(new SecurityRequirement().addList(UPLINK)));
            if (operation.getParameters() != null) {
                operation.getParameters().removeIf(parameter -> "Authorization".equals(parameter.getName()));
            }
        }
        parameters(operation);
        if (needs.idempotencyKey()) {
            operation.addParametersItem(header(
                    RepeatedRequestFilter.KEY,
                    "Sent again with the same value, the request is carried out once",
                    Bounds.IDEMPOTENCY_KEY));
        }
        if (needs.etag() && method == PathItem.HttpMethod.GET) {
            operation.addParametersItem(header("If-None-Match", "304 where the representation has this tag", null));
        }
        ApiResponses responses = operation.getResponses();
        responses.remove("default");
        new TreeSet<>(needs.refusals()).forEach(status -> {
            if (!responses.containsKey(status.toString())) {
                responses.addApiResponse(status.toString(), refusal(status));
            }
        });
        responses.forEach((status, response) -> headers(status, response, needs, method));
    }

    private static void headers(String status, ApiResponse response, Needs needs, PathItem.HttpMethod method) {
        Map<String, Header> headers =
                response.getHeaders() == null ? new LinkedHashMap<>() : new LinkedHashMap<>(response.getHeaders());
        boolean letIn = !status.equals("401") && !status.equals("403");
        if (needs.person() && letIn) {
            headers.put("RateLimit", header("What is left: \"requests\";r=REMAINING;t=SECONDS"));
            headers.put("RateLimit-Policy", header("What is allowed: \"requests\";q=QUOTA;w=SECONDS"));
        }
        if (needs.etag() && (status.equals("200") || status.equals("304"))) {
            headers.put("ETag", header("Tag of this representation"));
        }
        switch (status) {
            case "201" -> headers.put("Location", header("Where it is"));
            case "401" -> headers.put("WWW-Authenticate", header("RFC 6750"));
            case "405" -> headers.put("Allow", header("What is possible"));
            case "429" -> headers.put("Retry-After", header("Seconds"));
            default -> {
                // Nothing of its own.
            }
        }
        if (needs.idempotencyKey() && status.startsWith("2") && method == PathItem.HttpMethod.POST) {
            headers.put(RepeatedRequestFilter.REPLAYED, header("true where the first request was answered so"));
        }
        if (!headers.isEmpty()) {
            response.setHeaders(headers);
        }
    }

    /** Texts in addresses have bounds like those in bodies. */
    private static void parameters(Operation operation) {
        List<Parameter> parameters = operation.getParameters() == null ? List.of() : operation.getParameters();
        for (Parameter parameter : new ArrayList<>(parameters)) {
            Schema<?> schema = own(parameter);
            switch (parameter.getName()) {
                case "limit" -> range(schema, 1, Bounds.LARGEST_PAGE);
                case "cursor" -> ApiSchemas.cursor(schema);
                case "after" -> {
                    schema.setMinimum(BigDecimal.ZERO);
                    schema.setMaximum(BigDecimal.valueOf(Long.MAX_VALUE));
                }
                case "q", "actor" -> {
                    schema.setMaxLength(Bounds.LONGEST_SEARCH);
                    schema.setPattern(Bounds.FREE);
                }
                case "action" -> schema.setUniqueItems(null);
                default -> {
                    // Its type says all.
                }
            }
        }
    }

    /** Parameters of one type share a schema as springdoc makes them; what one is given, the others must not have. */
    private static Schema<?> own(Parameter parameter) {
        Schema<?> shared = parameter.getSchema();
        if (shared.getTypes() == null || !shared.getTypes().contains("string") || shared.getEnum() != null) {
            return shared;
        }
        StringSchema schema = new StringSchema();
        schema.setTypes(shared.getTypes());
        schema.setFormat(shared.getFormat());
        schema.setDefault(shared.getDefault());
        parameter.setSchema(schema);
        return schema;
    }

    private static void range(Schema<?> schema, int least, int most) {
        schema.setMinimum(BigDecimal.valueOf(least));
        schema.setMaximum(BigDecimal.valueOf(most));
    }

    private static String tag(String path) {
        if (!path.startsWith(ApiFilters.PATH)) {
            return "discovery";
        }
        String first = path.substring(ApiFilters.PATH.length()).split("/", 2)[0];
        return path.endsWith("/report") || path.endsWith("/orders") ? "uplink" : first;
    }

    private static ApiResponse refusal(int status) {
        ApiResponse response = new ApiResponse().description(Needs.words(status));
        if (status == 304) {
            return response;
        }
        return response.content(new Content()
                .addMediaType(
                        "application/problem+json",
                        new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
    }

    private static Schema<?> problem() {
        Schema<Object> schema = new Schema<>();
        schema.setTypes(java.util.Set.of("object"));
        schema.setDescription("A problem (RFC 9457): detail says what happened, and what to do");
        schema.addProperty("type", new StringSchema().format("uri-reference"));
        schema.addProperty("title", new StringSchema());
        schema.addProperty("status", new Schema<>().type("integer"));
        schema.addProperty("detail", new StringSchema());
        schema.addProperty("instance", new StringSchema().format("uri-reference"));
        schema.getProperties().values().forEach(property -> {
            if (property.getTypes() == null) {
                property.setTypes(java.util.Set.of(property.getType()));
            }
        });
        schema.setRequired(List.of("title", "status"));
        return schema;
    }

    private static void security(Components components) {
        components.addSecuritySchemes(
                LOGIN,
                new SecurityScheme()
                        .type(SecurityScheme.Type.OAUTH2)
                        .description("The login of a person: authorization code with PKCE, or a device's code")
                        .flows(new OAuthFlows()
                                .authorizationCode(new OAuthFlow()
                                        .authorizationUrl("/oauth2/authorize")
                                        .tokenUrl("/oauth2/token")
                                        .refreshUrl("/oauth2/token")
                                        .scopes(new Scopes().addString("intercepts", "All that the person may do")))));
        components.addSecuritySchemes(
                API_KEY, bearer("A key of /api/v1/api-keys, icpt_…, with the scope that the operation needs"));
        components.addSecuritySchemes(UPLINK, bearer("The token of a cluster, for its Traffic Manager alone"));
    }

    private static SecurityScheme bearer(String description) {
        return new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description(description);
    }

    private static Parameter header(
            String name, String description, @org.jspecify.annotations.Nullable String pattern) {
        StringSchema schema = new StringSchema();
        schema.setTypes(java.util.Set.of("string"));
        schema.setPattern(pattern);
        return new Parameter()
                .in("header")
                .name(name)
                .description(description)
                .required(false)
                .schema(schema);
    }

    private static Header header(String description) {
        StringSchema schema = new StringSchema();
        schema.setTypes(java.util.Set.of("string"));
        return new Header().description(description).schema(schema);
    }
}
