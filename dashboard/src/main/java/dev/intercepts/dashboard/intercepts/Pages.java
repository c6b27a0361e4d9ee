package dev.intercepts.dashboard.intercepts;

import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.listing.Place;
import dev.intercepts.cloud.organizations.OrganizationRules;
import dev.intercepts.cloud.previews.Previews;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.cloud.CloudApi.PreviewRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The list, one intercept, and the forms on them. A form that a script sends gets its row back; one that the browser sends is led
 * back to the list, so that everything works without scripts.
 */
@Controller
class Pages {

    private static final String BY_SCRIPT = "HX-Request";

    private final Rows rows;
    private final Intercepts intercepts;
    private final Previews previews;

    Pages(Rows rows, Intercepts intercepts, Previews previews) {
        this.rows = rows;
        this.intercepts = intercepts;
        this.previews = previews;
    }

    @GetMapping("/")
    String page(
            Person person,
            Model model,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String after) {
        rows.list(person, q, place(after), model);
        return "intercepts";
    }

    @GetMapping("/intercepts")
    String list(
            Person person,
            Model model,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String after,
            @RequestHeader(value = BY_SCRIPT, defaultValue = "false") boolean script) {
        if (!script) {
            return "redirect:/";
        }
        rows.list(person, q, place(after), model);
        return "intercepts :: list";
    }

    @GetMapping("/intercepts/{id}")
    String one(Person person, Model model, @PathVariable UUID id) {
        if (!rows.row(person, id, model)) {
            throw gone();
        }
        rows.details(id, model);
        return "intercept";
    }

    @GetMapping("/intercepts/{id}/details")
    String details(
            Person person,
            Model model,
            @PathVariable UUID id,
            @RequestHeader(value = BY_SCRIPT, defaultValue = "false") boolean script) {
        if (!script) {
            return "redirect:/intercepts/" + id;
        }
        if (!rows.row(person, id, model)) {
            throw gone();
        }
        rows.details(id, model);
        return "fragments/requests :: more";
    }

    @PostMapping("/intercepts/{id}/access")
    String access(
            Person person,
            Model model,
            RedirectAttributes redirect,
            @PathVariable UUID id,
            @RequestParam Access access,
            @RequestParam(required = false) @Nullable String publicFor,
            @RequestHeader(value = BY_SCRIPT, defaultValue = "false") boolean script) {
        String span = access == Access.PUBLIC ? publicFor : null;
        change(person, id, new PreviewRequest(null, access, span, null));
        String done = access == Access.PUBLIC
                ? "The preview is public: anyone with the link can open it."
                : "The preview is private: only members of " + person.organization() + " can open it.";
        return answer(person, model, redirect, id, done, script);
    }

    @PostMapping("/intercepts/{id}/preflights")
    String preflights(
            Person person,
            Model model,
            RedirectAttributes redirect,
            @PathVariable UUID id,
            @RequestParam boolean pass,
            @RequestHeader(value = BY_SCRIPT, defaultValue = "false") boolean script) {
        change(person, id, new PreviewRequest(null, null, null, pass));
        String done = pass
                ? "CORS preflights pass to the application now, without a login."
                : "CORS preflights need a login again, like every other request.";
        return answer(person, model, redirect, id, done, script);
    }

    @PostMapping("/intercepts/{id}/preview/remove")
    String removePreview(
            Person person,
            Model model,
            RedirectAttributes redirect,
            @PathVariable UUID id,
            @RequestHeader(value = BY_SCRIPT, defaultValue = "false") boolean script) {
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

    private void change(Person person, UUID id, PreviewRequest request) {
        try {
            if (previews.change(person, id, request).isEmpty()) {
                throw gone();
            }
        } catch (OrganizationRules.SharingRefusedException e) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN, e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }

    private String answer(
            Person person, Model model, RedirectAttributes redirect, UUID id, String done, boolean script) {
        if (!script) {
            redirect.addFlashAttribute("done", done);
            return "redirect:/";
        }
        if (!rows.row(person, id, model)) {
            throw gone();
        }
        return "fragments/intercept :: row(row=${row}, all=${false})";
    }

    private static @Nullable Place place(@Nullable String after) {
        try {
            return after == null || after.isEmpty() ? null : Place.parse(after);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }

    private static ResponseStatusException gone() {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "The intercept has ended, or it has no preview any more.");
    }
}
