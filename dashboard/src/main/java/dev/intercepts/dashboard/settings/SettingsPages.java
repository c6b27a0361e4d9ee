package dev.intercepts.dashboard.settings;

import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.organizations.OrganizationRules;
import dev.intercepts.cloud.organizations.OrganizationSettings;
import dev.intercepts.cloud.organizations.OrganizationSettings.WhoMayShare;
import dev.intercepts.cloud.previews.PublicPreviews;
import dev.intercepts.dashboard.words.Span;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the organization allows, and the switch that closes all its public previews. */
@Controller
class SettingsPages {

    private static final String PAGE = "redirect:/settings";

    private final OrganizationRules rules;
    private final PublicPreviews publicPreviews;

    SettingsPages(OrganizationRules rules, PublicPreviews publicPreviews) {
        this.rules = rules;
        this.publicPreviews = publicPreviews;
    }

    @GetMapping("/settings")
    String page(Person person, Model model) {
        OrganizationSettings settings = rules.settings(person.organizationId());
        model.addAttribute("person", person);
        model.addAttribute("at", "settings");
        model.addAttribute("mayChange", rules.mayChange(person));
        model.addAttribute("choices", choices(settings.publicPreviews()));
        model.addAttribute("spans", Span.choices(settings.publicFor()));
        model.addAttribute("open", publicPreviews.count(person.organizationId()));
        return "settings";
    }

    @PostMapping("/settings")
    String change(
            Person person,
            RedirectAttributes redirect,
            @RequestParam WhoMayShare publicPreviewsOf,
            @RequestParam String publicFor) {
        try {
            rules.change(person, new OrganizationSettings(publicPreviewsOf, Span.parse(publicFor)));
        } catch (OrganizationRules.NotOwnerException e) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN, e.getMessage(), e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
        redirect.addFlashAttribute("done", "The settings are saved; they hold from now on.");
        return PAGE;
    }

    @PostMapping("/settings/close-public-previews")
    String closeAll(Person person, RedirectAttributes redirect) {
        int closed = publicPreviews.closeAll(person);
        redirect.addFlashAttribute(
                "done",
                closed == 0
                        ? "No preview was public."
                        : (closed == 1 ? "One preview is" : closed + " previews are")
                                + " private now, and whoever had only the link is out.");
        return PAGE;
    }

    private static List<Choice> choices(WhoMayShare present) {
        return Arrays.stream(WhoMayShare.values())
                .map(who -> new Choice(
                        who.name(),
                        switch (who) {
                            case EVERYBODY -> "Every member";
                            case OWNERS -> "Owners only";
                            case NOBODY -> "Nobody";
                        },
                        switch (who) {
                            case EVERYBODY -> "Whoever can open a private preview can also hand its link to anyone.";
                            case OWNERS -> "Those whom GitHub calls owners of the organization.";
                            case NOBODY ->
                                "Previews are for members. What is public already stays so until it is closed.";
                        },
                        who == present))
                .toList();
    }

    /** One of several. */
    record Choice(String value, String title, String meaning, boolean chosen) {}
}
