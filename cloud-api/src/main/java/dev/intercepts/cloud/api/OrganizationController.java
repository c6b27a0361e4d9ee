package dev.intercepts.cloud.api;

import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.organizations.OrganizationRules;
import dev.intercepts.cloud.organizations.OrganizationSettings;
import dev.intercepts.cloud.organizations.OrganizationSettings.WhoMayShare;
import dev.intercepts.cloud.previews.PublicPreviews;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the organization that the token was made for has decided. */
@RestController
@RequestMapping("/api/v1/organization")
class OrganizationController {

    private final OrganizationRules rules;
    private final PublicPreviews publicPreviews;

    OrganizationController(OrganizationRules rules, PublicPreviews publicPreviews) {
        this.rules = rules;
        this.publicPreviews = publicPreviews;
    }

    @GetMapping("/settings")
    SettingsView settings(Person person) {
        return SettingsView.of(rules.settings(person.organizationId()));
    }

    /** Replaces the settings; for owners. */
    @PutMapping("/settings")
    SettingsView change(Person person, @RequestBody SettingsView wanted) {
        return SettingsView.of(rules.change(person, wanted.settings()));
    }

    /** Makes every public preview of the organization private; every member may. */
    @PostMapping("/public-previews/close")
    Closed closeAll(Person person) {
        return new Closed(publicPreviews.closeAll(person));
    }

    /**
     * The settings.
     *
     * @param publicPreviews who may make previews public
     * @param publicFor how long they stay so by default, as an ISO 8601 duration; {@code null}: no end
     */
    record SettingsView(
            @Nullable WhoMayShare publicPreviews, @Nullable String publicFor) {

        static SettingsView of(OrganizationSettings settings) {
            Duration publicFor = settings.publicFor();
            return new SettingsView(settings.publicPreviews(), publicFor == null ? null : publicFor.toString());
        }

        OrganizationSettings settings() {
            if (publicPreviews == null) {
                throw new BadRequestException("publicPreviews is missing (expected: EVERYBODY, OWNERS or NOBODY)");
            }
            try {
                return new OrganizationSettings(publicPreviews, publicFor == null ? null : Duration.parse(publicFor));
            } catch (DateTimeException e) {
                throw new BadRequestException(
                        "publicFor: " + publicFor + " (expected: a duration such as PT8H or P7D, or null)");
            } catch (IllegalArgumentException e) {
                throw new BadRequestException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** How many previews were public. */
    record Closed(int closed) {}
}
