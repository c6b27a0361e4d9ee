package dev.intercepts.dashboard.live;

import dev.intercepts.cloud.changes.Changes;
import dev.intercepts.cloud.identity.Credential;
import dev.intercepts.cloud.identity.Credentials;
import dev.intercepts.cloud.identity.Person;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells a page which of its parts are to be fetched again. */
@Controller
class LivePages {

    private final Changes changes;
    private final Credentials credentials;

    LivePages(Changes changes, Credentials credentials) {
        this.changes = changes;
        this.credentials = credentials;
    }

    /** Events that hold no more than which of the parts a change can be seen in. */
    @GetMapping("/events")
    SseEmitter events(
            Person person, Credential credential, @RequestParam(defaultValue = "intercepts") List<String> of) {
        Set<Part> parts = parts(of);
        return changes.stream(
                person.organizationId(),
                organization -> credentials.holder(credential).isPresent(),
                change -> {
                    String shown = parts.stream()
                            .filter(part -> part.shows(change))
                            .map(Part::token)
                            .collect(Collectors.joining(" "));
                    return shown.isEmpty()
                            ? null
                            : SseEmitter.event().name("changed").data(shown);
                });
    }

    private static Set<Part> parts(List<String> tokens) {
        try {
            Set<Part> parts = EnumSet.noneOf(Part.class);
            tokens.forEach(token -> parts.add(Part.of(token)));
            return parts;
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }
}
