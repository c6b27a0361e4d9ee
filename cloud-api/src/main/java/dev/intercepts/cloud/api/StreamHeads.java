package dev.intercepts.cloud.api;

import io.swagger.v3.oas.annotations.Hidden;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** HEAD of what never ends: the head alone, and no stream is begun for it. */
@Hidden
@RestController
class StreamHeads {

    @RequestMapping(path = "/api/v1/events", method = RequestMethod.HEAD)
    ResponseEntity<Void> events() {
        return head();
    }

    @RequestMapping(
            path = RequestController.PATH,
            method = RequestMethod.HEAD,
            produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<Void> requests(@PathVariable UUID id) {
        return head();
    }

    private static ResponseEntity<Void> head() {
        return ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).build();
    }
}
