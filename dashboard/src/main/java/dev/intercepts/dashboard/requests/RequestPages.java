package dev.intercepts.dashboard.requests;

import dev.intercepts.cloud.identity.Credential;
import dev.intercepts.cloud.identity.Credentials;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.intercepts.LiveIntercept;
import dev.intercepts.cloud.requests.RecentRequests;
import dev.intercepts.cloud.requests.RequestWatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What the script asks for again and again: new requests of one preview, and how much several are used. */
@Controller
class RequestPages {

    private static final int MOST_AT_ONCE = 100;

    private final Intercepts intercepts;
    private final RecentRequests recent;
    private final RequestWatch watch;
    private final Credentials credentials;

    RequestPages(Intercepts intercepts, RecentRequests recent, RequestWatch watch, Credentials credentials) {
        this.intercepts = intercepts;
        this.recent = recent;
        this.watch = watch;
        this.credentials = credentials;
    }

    /** Lines of the log as they come, newest first in each event. */
    @GetMapping("/intercepts/{id}/requests")
    SseEmitter follow(
            Person person, Credential credential, @PathVariable UUID id, @RequestParam(defaultValue = "0") long after) {
        if (intercepts.find(person.organizationId(), id).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "The intercept has ended.");
        }
        return watch.watch(id, after, () -> credentials.holder(credential).isPresent(), RequestLine::of);
    }

    /** The drawings of those intercepts that are there, each to take its old one's place. */
    @GetMapping("/traffic")
    String traffic(Person person, Model model, @RequestParam List<UUID> ids) {
        List<UUID> own = intercepts
                .find(person.organizationId(), ids.stream().limit(MOST_AT_ONCE).toList())
                .stream()
                .map(LiveIntercept::id)
                .toList();
        var traffic = recent.traffic(own);
        Map<String, @Nullable Sparkline> drawings = new LinkedHashMap<>();
        own.forEach(id -> drawings.put(id.toString(), Sparkline.of(traffic.get(id))));
        model.addAttribute("drawings", drawings);
        return "fragments/requests :: drawings";
    }
}
