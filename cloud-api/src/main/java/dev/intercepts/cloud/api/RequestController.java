package dev.intercepts.cloud.api;

import dev.intercepts.cloud.identity.Credential;
import dev.intercepts.cloud.identity.Credentials;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.requests.RecentRequests;
import dev.intercepts.cloud.requests.RecentRequests.Numbered;
import dev.intercepts.cloud.requests.RequestWatch;
import dev.intercepts.cloud.requests.SeenRequest.AnsweredBy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The last requests of a preview, as the edge saw them. */
@RestController
class RequestController {

    static final String PATH = "/api/v1/intercepts/{id}/requests";

    private final Intercepts intercepts;
    private final RecentRequests recent;
    private final RequestWatch watch;
    private final Credentials credentials;

    RequestController(Intercepts intercepts, RecentRequests recent, RequestWatch watch, Credentials credentials) {
        this.intercepts = intercepts;
        this.recent = recent;
        this.watch = watch;
        this.credentials = credentials;
    }

    /**
     * Those that are kept (the last 100 of each preview, since the service started), oldest first.
     *
     * @param after {@code number} of the last one that is known already
     */
    @Operation(
            operationId = "listRequests",
            summary = "The last requests of a preview, oldest first; or the same as server-sent events")
    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    RequestsView list(Person person, @PathVariable UUID id, @RequestParam(defaultValue = "0") long after) {
        if (after < 0) {
            throw new BadRequestException("after: " + after + " (expected: the number of a request, or 0)");
        }
        demand(person, id);
        return view(recent.of(id, after));
    }

    /** The same as server-sent events {@code requests}, as they come; {@code Last-Event-ID} goes on where another stream broke. */
    @GetMapping(path = PATH, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter follow(
            Person person,
            Credential credential,
            @PathVariable UUID id,
            @Parameter(hidden = true) @RequestHeader(name = "Last-Event-ID", defaultValue = "0") long after) {
        demand(person, id);
        return watch.watch(id, after, () -> credentials.holder(credential).isPresent(), RequestController::view);
    }

    private void demand(Person person, UUID id) {
        if (intercepts.find(person.organizationId(), id).isEmpty()) {
            throw NotFoundException.intercept(id);
        }
    }

    private static RequestsView view(List<Numbered> found) {
        return new RequestsView(found.stream().map(RequestController::view).toList());
    }

    private static RequestView view(Numbered numbered) {
        return new RequestView(
                numbered.number(),
                numbered.request().at().toString(),
                numbered.request().method(),
                numbered.request().path(),
                numbered.request().status(),
                numbered.request().took().toMillis(),
                numbered.request().answeredBy());
    }

    record RequestsView(List<RequestView> items) {}

    /**
     * A request.
     *
     * @param number counts up; gaps are requests that are no longer kept
     * @param at RFC 3339, UTC
     * @param path without query
     * @param status 0 where no answer began
     * @param tookMillis until the answer began
     */
    record RequestView(
            long number, String at, String method, String path, int status, long tookMillis, AnsweredBy answeredBy) {}
}
