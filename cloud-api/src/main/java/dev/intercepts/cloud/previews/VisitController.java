package dev.intercepts.cloud.previews;

import dev.intercepts.cloud.identity.Person;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The dashboard's side of the hand-off: a visitor of a private preview arrives here, signed in by now, and goes back. */
@RestController
class VisitController {

    private final PreviewDirectory previews;
    private final StoredHandoff handoff;

    VisitController(PreviewDirectory previews, StoredHandoff handoff) {
        this.previews = previews;
        this.handoff = handoff;
    }

    @GetMapping("/visit")
    ResponseEntity<Void> visit(
            Person person,
            @RequestParam("preview") String label,
            @RequestParam("nonce") String nonceHash,
            @RequestParam(name = "return", defaultValue = "/") String returnPath) {
        PreviewTarget target = previews.find(label)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "This preview URL has ended."));
        if (!target.organizationId().equals(person.organizationId().toString())) {
            throw new ResponseStatusException(
                    HttpStatus.FORBIDDEN,
                    "This preview is for members of " + target.organizationName() + "; you are signed in for "
                            + person.organization() + ".");
        }
        URI back = handoff.grant(person, target, nonceHash, returnPath);
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(back).build();
    }
}
