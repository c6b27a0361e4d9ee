package dev.intercepts.cloud.api;

import dev.intercepts.cloud.changes.Change;
import dev.intercepts.cloud.changes.Changes;
import dev.intercepts.cloud.identity.Credential;
import dev.intercepts.cloud.identity.Credentials;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.listing.ListedIntercept;
import dev.intercepts.cloud.listing.Listing;
import io.swagger.v3.oas.annotations.Operation;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/** Changes of the organization's intercepts as server-sent events. */
@RestController
class EventController {

    private final Changes changes;
    private final Listing listing;
    private final Credentials credentials;

    EventController(Changes changes, Listing listing, Credentials credentials) {
        this.changes = changes;
        this.listing = listing;
        this.credentials = credentials;
    }

    @Operation(operationId = "followEvents", summary = "Changes of the intercepts, as server-sent events")
    @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events(Person person, Credential credential) {
        return changes.stream(
                person.organizationId(),
                organization -> credentials.holder(credential).isPresent(),
                change -> event(person, change));
    }

    private @Nullable SseEventBuilder event(Person person, Change change) {
        return switch (change) {
            case Change.Intercepted(UUID ignored, UUID interceptId) ->
                listing.find(person.organizationId(), interceptId)
                        .map(ListedIntercept::view)
                        .map(view -> SseEmitter.event().name("intercept").data(view))
                        .orElse(null);
            case Change.Ended ended ->
                SseEmitter.event()
                        .name("intercept-ended")
                        .data(new Ended(ended.interceptId().toString(), ended.by()));
            case Change.Reported ignored -> null;
            case Change.Audited ignored -> null;
            case Change.Sessions ignored -> null;
        };
    }

    record Ended(String id, String by) {}
}
