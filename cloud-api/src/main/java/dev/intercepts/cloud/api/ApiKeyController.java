package dev.intercepts.cloud.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.intercepts.cloud.api.Preconditions.Demand;
import dev.intercepts.cloud.apikeys.ApiKey;
import dev.intercepts.cloud.apikeys.ApiKeys;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.identity.Scope;
import dev.intercepts.cloud.security.RateLimit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API keys. Only people make, see and revoke them: a key that leaked must not be able to make another. */
@RestController
@RequestMapping(ApiKeyController.PATH)
class ApiKeyController {

    static final String PATH = "/api/v1/api-keys";

    private static final int DEFAULT_DAYS = 90;
    private static final int MADE_PER_MINUTE = 20;

    private final ApiKeys keys;
    private final Preconditions preconditions;
    private final RateLimit made;

    ApiKeyController(ApiKeys keys, Preconditions preconditions, Clock clock) {
        this.keys = keys;
        this.preconditions = preconditions;
        this.made = RateLimit.perMinute(MADE_PER_MINUTE, clock);
    }

    @Operation(operationId = "listApiKeys", summary = "The API keys of the organization, newest first")
    @GetMapping
    PageView<ApiKeyView> list(
            Person person,
            @RequestParam(defaultValue = PageView.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Cursor from = Cursor.of(cursor);
        ApiKeys.Position after = from == null ? null : new ApiKeys.Position(from.createdAt(), from.id());
        List<ApiKey> found = keys.list(person.organizationId(), after, PageView.checked(limit) + 1);
        return PageView.of(found, limit, ApiKeyView::of, key -> new Cursor(key.createdAt(), key.id()));
    }

    @Operation(operationId = "makeApiKey", summary = "Makes an API key and shows it, this once")
    @PostMapping
    @ApiResponse(responseCode = "201", description = "Made")
    ResponseEntity<ApiKeyMade> make(Person person, @RequestBody NewApiKey asked) {
        String name = name(asked.name());
        Duration lifetime = lifetime(asked.expiresInDays());
        Set<Scope> scopes = asked.scopes() == null || asked.scopes().isEmpty() ? Set.of(Scope.READ) : asked.scopes();
        RateLimit.Standing standing = made.take(person.userId().toString());
        if (!standing.within()) {
            throw new TooManyRequestsException(
                    "Too many API keys were made within a minute; wait for the next one", standing.resetSeconds());
        }
        ApiKeys.Made key = keys.make(person, name, scopes, lifetime);
        return ResponseEntity.created(URI.create(PATH + "/" + key.view().id()))
                .body(new ApiKeyMade(key.key(), ApiKeyView.of(key.view())));
    }

    @Operation(operationId = "getApiKey", summary = "One API key")
    @GetMapping("/{id}")
    ApiKeyView get(Person person, @PathVariable UUID id) {
        return keys.find(person.organizationId(), id)
                .map(ApiKeyView::of)
                .orElseThrow(() -> NotFoundException.apiKey(id));
    }

    @Operation(operationId = "revokeApiKey", summary = "Revokes an API key; what hangs on it ends at once")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(
            Person person,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        boolean revoked = preconditions.change(
                Demand.ifMatch(ifMatch),
                id,
                ignored -> {},
                () -> keys.find(person.organizationId(), id).map(ApiKeyView::of),
                () -> keys.revoke(person, id));
        if (!revoked) {
            throw NotFoundException.apiKey(id);
        }
    }

    private static String name(@Nullable String asked) {
        return Bounds.text("name", asked, Bounds.LONGEST_NAME).strip();
    }

    private static Duration lifetime(@Nullable Integer days) {
        int asked = days == null ? DEFAULT_DAYS : days;
        if (asked < 1 || asked > Bounds.MOST_KEY_DAYS) {
            throw new BadRequestException("expiresInDays: " + asked + " (expected: 1-" + Bounds.MOST_KEY_DAYS + ")");
        }
        return Duration.ofDays(asked);
    }

    /**
     * Asks for a key.
     *
     * @param name for people, 1-100 characters
     * @param scopes {@code read} where none is given
     * @param expiresInDays 1-366; 90 where it is not given
     */
    record NewApiKey(
            String name,
            @Nullable Set<Scope> scopes,
            @Nullable Integer expiresInDays) {}

    /**
     * A key that was just made.
     *
     * @param key the secret, shown this once
     */
    record ApiKeyMade(String key, @JsonUnwrapped ApiKeyView view) {}

    /**
     * A key, without its secret.
     *
     * @param prefix how the key begins
     * @param owner login of whom it speaks for
     * @param lastUsedAt to the minute; not there where it was never used
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ApiKeyView(
            UUID id,
            String name,
            String prefix,
            Set<Scope> scopes,
            String owner,
            String ownerName,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt) {

        static ApiKeyView of(ApiKey key) {
            return new ApiKeyView(
                    key.id(),
                    key.name(),
                    key.prefix(),
                    key.scopes(),
                    key.owner(),
                    key.ownerName(),
                    key.createdAt(),
                    key.expiresAt(),
                    key.lastUsedAt());
        }
    }
}
