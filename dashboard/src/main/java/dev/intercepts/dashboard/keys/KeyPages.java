package dev.intercepts.dashboard.keys;

import dev.intercepts.cloud.apikeys.ApiKey;
import dev.intercepts.cloud.apikeys.ApiKeys;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.identity.Scope;
import dev.intercepts.cloud.settings.HostedSettings;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/** API keys: listed, made, revoked. */
@Controller
class KeyPages {

    private static final String PATH = "/api-keys";
    private static final int PAGE = 50;

    private final ApiKeys keys;
    private final HostedSettings settings;
    private final Clock clock;

    KeyPages(ApiKeys keys, HostedSettings settings, Clock clock) {
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping(PATH)
    String page(Person person, Model model, @RequestParam(required = false) @Nullable String after) {
        Instant now = clock.instant();
        List<ApiKey> found = keys.list(person.organizationId(), position(after), PAGE + 1);
        boolean more = found.size() > PAGE;
        List<ApiKey> shown = more ? found.subList(0, PAGE) : found;
        frame(person, model);
        model.addAttribute(
                "rows",
                shown.stream().map(key -> KeyRow.of(key, person.userId(), now)).toList());
        model.addAttribute(
                "older",
                more ? shown.getLast().createdAt() + "_" + shown.getLast().id() : null);
        model.addAttribute("first", after == null);
        model.addAttribute(
                "here",
                after == null
                        ? PATH
                        : UriComponentsBuilder.fromPath(PATH)
                                .queryParam("after", after)
                                .encode()
                                .toUriString());
        model.addAttribute(
                "scopes",
                Arrays.stream(Scope.values())
                        .map(scope -> new Choice(scope.token(), title(scope), meaning(scope), scope == Scope.READ))
                        .toList());
        return "api-keys";
    }

    /** Shows the key, on the answer itself: it is nowhere else. */
    @PostMapping(PATH)
    String make(
            Person person,
            Model model,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") List<String> scope,
            @RequestParam(defaultValue = "90") int days) {
        NewKey wanted = wanted(name, scope, days);
        ApiKeys.Made made = keys.make(person, wanted.name(), wanted.scopes(), wanted.lifetime());
        frame(person, model);
        model.addAttribute("name", wanted.name());
        model.addAttribute("key", made.key());
        model.addAttribute("command", "telepresence login --cloud " + settings.publicUrl() + " --apikey " + made.key());
        return "api-key";
    }

    @PostMapping("/api-keys/{id}/revoke")
    String revoke(Person person, RedirectAttributes redirect, @PathVariable UUID id) {
        redirect.addFlashAttribute(
                "done",
                keys.revoke(person, id) ? "The key was revoked; it is refused now." : "That key had ended already.");
        return "redirect:" + PATH;
    }

    private static void frame(Person person, Model model) {
        model.addAttribute("person", person);
        model.addAttribute("at", "keys");
    }

    private static NewKey wanted(String name, List<String> scopes, int days) {
        try {
            return NewKey.of(name, scopes, days);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }

    private static ApiKeys.@Nullable Position position(@Nullable String after) {
        if (after == null) {
            return null;
        }
        int separator = after.indexOf('_');
        try {
            return new ApiKeys.Position(
                    Instant.parse(after.substring(0, Math.max(0, separator))),
                    UUID.fromString(after.substring(separator + 1)));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "after: " + after + " (expected: as the page before has it)", e);
        }
    }

    private static String title(Scope scope) {
        return switch (scope) {
            case READ -> "Read";
            case INTERCEPTS -> "Intercept";
            case MANAGE -> "Manage";
        };
    }

    private static String meaning(Scope scope) {
        return switch (scope) {
            case READ -> "See intercepts, clusters and the audit log.";
            case INTERCEPTS -> "What the command does: clusters, intercepts, previews, tunnels.";
            case MANAGE -> "Change the organization's settings, as far as you may.";
        };
    }

    /** One of several. */
    record Choice(String value, String title, String meaning, boolean chosen) {}
}
