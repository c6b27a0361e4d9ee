package dev.intercepts.cloud.api;

import dev.intercepts.cloud.api.Preconditions.Demand;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.intercepts.LiveIntercept;
import dev.intercepts.cloud.listing.ListedIntercept;
import dev.intercepts.cloud.listing.Listing;
import dev.intercepts.cloud.listing.Place;
import dev.intercepts.cloud.previews.Previews;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.cloud.CloudApi.InterceptRegistration;
import dev.intercepts.protocol.cloud.CloudApi.InterceptView;
import dev.intercepts.protocol.cloud.CloudApi.PreviewRequest;
import dev.intercepts.protocol.cloud.CloudApi.PreviewView;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Intercepts and their previews, for members of the organization that the token was made for. */
@RestController
@RequestMapping("/api/v1/intercepts")
class InterceptController {

    private final Intercepts intercepts;
    private final Previews previews;
    private final Listing listing;
    private final Preconditions preconditions;

    InterceptController(Intercepts intercepts, Previews previews, Listing listing, Preconditions preconditions) {
        this.intercepts = intercepts;
        this.previews = previews;
        this.listing = listing;
        this.preconditions = preconditions;
    }

    /**
     * Newest first.
     *
     * @param q words that stand in the name of the intercept, its workload, namespace, owner, cluster or state
     * @param cursor {@code next} of the page before
     */
    @Operation(operationId = "listIntercepts", summary = "The intercepts of the organization, newest first")
    @GetMapping
    PageView<InterceptView> list(
            Person person,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = PageView.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Cursor from = Cursor.of(cursor);
        Place after = from == null ? null : new Place(false, from.createdAt(), from.id());
        List<ListedIntercept> found =
                listing.newest(person.organizationId(), Bounds.search("q", q), after, PageView.checked(limit) + 1);
        return PageView.of(
                found,
                limit,
                ListedIntercept::view,
                listed -> new Cursor(
                        listed.intercept().createdAt(), listed.intercept().id()));
    }

    @Operation(
            operationId = "registerIntercept",
            summary = "Registers an intercept, or changes the one of that cluster, namespace and name")
    @PostMapping
    InterceptView register(Person person, @RequestBody InterceptRegistration registration) {
        LiveIntercept registered = intercepts.register(person, Registrations.checked(registration));
        return get(person, registered.id());
    }

    @Operation(operationId = "getIntercept", summary = "One intercept")
    @GetMapping("/{id}")
    InterceptView get(Person person, @PathVariable UUID id) {
        return listing.find(person.organizationId(), id)
                .map(ListedIntercept::view)
                .orElseThrow(() -> NotFoundException.intercept(id));
    }

    @Operation(operationId = "deleteIntercept", summary = "Ends an intercept, in its cluster and on its laptop too")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            Person person,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        boolean ended = preconditions.change(
                Demand.ifMatch(ifMatch),
                id,
                intercepts::lock,
                () -> listing.find(person.organizationId(), id).map(ListedIntercept::view),
                () -> intercepts.end(person.organizationId(), id, person.login(), person.name()));
        if (!ended) {
            throw NotFoundException.intercept(id);
        }
    }

    @Operation(operationId = "getPreview", summary = "The preview of an intercept")
    @GetMapping("/{id}/preview")
    PreviewView getPreview(Person person, @PathVariable UUID id) {
        return previews.find(person.organizationId(), id).orElseThrow(() -> NotFoundException.preview(id));
    }

    @Operation(operationId = "putPreview", summary = "Makes the preview of an intercept, or changes it; its URL stays")
    @PutMapping("/{id}/preview")
    PreviewView putPreview(
            Person person,
            @PathVariable UUID id,
            @RequestBody PreviewRequest request,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
        PreviewRequest wanted = Registrations.checked(request);
        return changePreview(person, id, new Demand(ifMatch, ifNoneMatch), () -> previews.put(person, id, wanted))
                .orElseThrow(() -> NotFoundException.intercept(id));
    }

    @Operation(operationId = "patchPreview", summary = "Makes a preview public or private, or changes what passes it")
    @PatchMapping("/{id}/preview")
    PreviewView patchPreview(
            Person person,
            @PathVariable UUID id,
            @RequestBody PreviewChange change,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        PreviewRequest wanted = Registrations.checked(
                new PreviewRequest(null, change.access(), change.publicFor(), change.corsPreflights()));
        return changePreview(person, id, Demand.ifMatch(ifMatch), () -> previews.change(person, id, wanted))
                .orElseThrow(() -> NotFoundException.preview(id));
    }

    @Operation(operationId = "deletePreview", summary = "Removes the preview; the intercept goes on")
    @DeleteMapping("/{id}/preview")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deletePreview(
            Person person,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        if (!changePreview(person, id, Demand.ifMatch(ifMatch), () -> previews.remove(person, id))) {
            throw NotFoundException.preview(id);
        }
    }

    private <T> T changePreview(Person person, UUID id, Demand demand, Supplier<T> change) {
        return preconditions.change(
                demand, id, previews::lock, () -> previews.find(person.organizationId(), id), change);
    }

    /**
     * What is to change of a preview; what is {@code null} or left out stays.
     *
     * @param access who may open it
     * @param publicFor as in {@link PreviewRequest}
     * @param corsPreflights as in {@link PreviewRequest}
     */
    record PreviewChange(
            @Nullable Access access,
            @Nullable String publicFor,
            @Nullable Boolean corsPreflights) {}
}
