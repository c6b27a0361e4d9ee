package dev.intercepts.cloud.api;

import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.intercepts.LiveIntercept;
import dev.intercepts.cloud.listing.ListedIntercept;
import dev.intercepts.cloud.listing.Listing;
import dev.intercepts.cloud.previews.Previews;
import dev.intercepts.protocol.cloud.CloudApi.InterceptRegistration;
import dev.intercepts.protocol.cloud.CloudApi.InterceptView;
import dev.intercepts.protocol.cloud.CloudApi.PreviewRequest;
import dev.intercepts.protocol.cloud.CloudApi.PreviewView;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Intercepts and their previews, for members of the organization that the token was made for. */
@RestController
@RequestMapping("/api/v1/intercepts")
class InterceptController {

    private static final int LARGEST_PAGE = 200;

    private final Intercepts intercepts;
    private final Previews previews;
    private final Listing listing;

    InterceptController(Intercepts intercepts, Previews previews, Listing listing) {
        this.intercepts = intercepts;
        this.previews = previews;
        this.listing = listing;
    }

    @GetMapping
    PageView list(
            Person person, @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "50") int size) {
        if (page < 0 || size < 1 || size > LARGEST_PAGE) {
            throw new BadRequestException(
                    "page: " + page + ", size: " + size + " (expected: page from 0, size 1-" + LARGEST_PAGE + ")");
        }
        Page<ListedIntercept> found = listing.list(person.organizationId(), PageRequest.of(page, size));
        return new PageView(
                found.getContent().stream().map(ListedIntercept::view).toList(), page, size, found.getTotalElements());
    }

    @PostMapping
    InterceptView register(Person person, @RequestBody InterceptRegistration registration) {
        LiveIntercept registered = intercepts.register(person, Registrations.checked(registration));
        return get(person, registered.id());
    }

    @GetMapping("/{id}")
    InterceptView get(Person person, @PathVariable UUID id) {
        return listing.find(person.organizationId(), id)
                .map(ListedIntercept::view)
                .orElseThrow(() -> NotFoundException.intercept(id));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Person person, @PathVariable UUID id) {
        if (!intercepts.end(person.organizationId(), id, person.login(), person.name())) {
            throw NotFoundException.intercept(id);
        }
    }

    @PutMapping("/{id}/preview")
    PreviewView putPreview(Person person, @PathVariable UUID id, @RequestBody PreviewRequest request) {
        return previews.put(person, id, Registrations.checked(request))
                .orElseThrow(() -> NotFoundException.intercept(id));
    }

    @PatchMapping("/{id}/preview")
    PreviewView patchPreview(Person person, @PathVariable UUID id, @RequestBody PreviewRequest request) {
        if (request.access() == null && request.corsPreflights() == null) {
            throw new BadRequestException(
                    "access and corsPreflights are missing (expected: access PRIVATE or PUBLIC, or corsPreflights true or false)");
        }
        return previews.change(person, id, Registrations.checked(request))
                .orElseThrow(() -> NotFoundException.preview(id));
    }

    @DeleteMapping("/{id}/preview")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deletePreview(Person person, @PathVariable UUID id) {
        if (!previews.remove(person, id)) {
            throw NotFoundException.preview(id);
        }
    }

    record PageView(List<InterceptView> items, int page, int size, long total) {}
}
