package dev.intercepts.dashboard.intercepts;

import dev.intercepts.cloud.changes.Change;
import dev.intercepts.cloud.changes.Changes;
import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.listing.Listing;
import dev.intercepts.cloud.previews.Previews;
import dev.intercepts.cloud.settings.HostedSettings;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The list, and the forms on it. A form that a script sends gets its row back; one that the browser sends is led back to the
 * list, so that everything works without scripts.
 */
@Controller
class Pages {

    private static final int SHOWN = 200;

    private final Listing listing;
    private final Intercepts intercepts;
    private final Previews previews;
    private final Changes changes;
    private final People people;
    private final HostedSettings settings;
    private final Clock clock;

    Pages(
            Listing listing,
            Intercepts intercepts,
            Previews previews,
            Changes changes,
            People people,
            HostedSettings settings,
            Clock clock) {
        this.listing = listing;
        this.intercepts = intercepts;
        this.previews = previews;
        this.changes = changes;
        this.people = people;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping("/")
    String page(Person person, Model model) {
        fill(person, model);
        return "intercepts";
    }

    @GetMapping("/intercepts")
    String list(
            Person person, Model model, @RequestHeader(value = "HX-Request", defaultValue = "false") boolean script) {
        fill(person, model);
        return script ? "intercepts :: list" : "redirect:/";
    }

    @PostMapping("/intercepts/{id}/access")
    String access(
            Person person,
            Model model,
            RedirectAttributes redirect,
            @PathVariable UUID id,
            @RequestParam Access access,
            @RequestHeader(value = "HX-Request", defaultValue = "false") boolean script) {
        if (previews.access(person, id, access).isEmpty()) {
            throw gone();
        }
        String done = access == Access.PUBLIC
                ? "The preview is public: anyone with the link can open it."
                : "The preview is private: only members of " + person.organization() + " can open it.";
        return answer(person, model, redirect, id, done, script);
    }

    @PostMapping("/intercepts/{id}/preview/remove")
    String removePreview(
            Person person,
            Model model,
            RedirectAttributes redirect,
            @PathVariable UUID id,
            @RequestHeader(value = "HX-Request", defaultValue = "false") boolean script) {
        if (!previews.remove(person, id)) {
            throw gone();
        }
        return answer(person, model, redirect, id, "The preview was removed; its URL leads nowhere now.", script);
    }

    @PostMapping("/intercepts/{id}/delete")
    String delete(Person person, RedirectAttributes redirect, @PathVariable UUID id) {
        boolean ended =
                intercepts.end(person.organizationId(), id, person.login(), person.name() + " in the dashboard");
        redirect.addFlashAttribute(
                "done",
                ended
                        ? "The intercept was deleted; its traffic goes to the cluster again."
                        : "That intercept had ended already.");
        return "redirect:/";
    }

    /** One kind of event, without content: the list is to be fetched again. */
    @GetMapping("/events")
    SseEmitter events(Person person) {
        return changes.stream(
                person.organizationId(),
                organization -> people.isMember(person.userId(), organization),
                change -> switch (change) {
                    case Change.Intercepted ignored -> changed();
                    case Change.Ended ignored -> changed();
                    case Change.Sessions ignored -> null;
                });
    }

    private static SseEmitter.SseEventBuilder changed() {
        return SseEmitter.event().name("intercepts").data("changed");
    }

    private String answer(
            Person person, Model model, RedirectAttributes redirect, UUID id, String done, boolean script) {
        if (!script) {
            redirect.addFlashAttribute("done", done);
            return "redirect:/";
        }
        model.addAttribute(
                "row",
                listing.find(person.organizationId(), id)
                        .map(listed -> Row.of(listed, person, clock.instant()))
                        .orElseThrow(Pages::gone));
        return "fragments/intercept :: row(row=${row})";
    }

    private void fill(Person person, Model model) {
        Instant now = clock.instant();
        Page<Row> rows = listing.list(person.organizationId(), PageRequest.of(0, SHOWN))
                .map(listed -> Row.of(listed, person, now));
        model.addAttribute("person", person);
        model.addAttribute("total", rows.getTotalElements());
        model.addAttribute(
                "groups",
                List.of(
                        new Group("Yours", rows.filter(Row::mine).toList()),
                        new Group(
                                "Others in " + person.organization(),
                                rows.filter(row -> !row.mine()).toList())));
        model.addAttribute("steps", FirstSteps.of(settings.publicUrl()));
    }

    private static ResponseStatusException gone() {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "The intercept has ended, or it has no preview any more.");
    }

    /** Rows under one heading. */
    record Group(String title, List<Row> rows) {}
}
