package dev.intercepts.cloud.api;

import dev.intercepts.cloud.api.Preconditions.Demand;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.organizations.OrganizationRules;
import dev.intercepts.cloud.organizations.OrganizationSettings;
import dev.intercepts.cloud.organizations.OrganizationSettings.WhoMayShare;
import dev.intercepts.cloud.previews.PublicPreviews;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the organization that the token was made for has decided. */
@RestController
@RequestMapping("/api/v1/organization")
class OrganizationController {

    private final OrganizationRules rules;
    private final PublicPreviews publicPreviews;
    private final Preconditions preconditions;

    OrganizationController(OrganizationRules rules, PublicPreviews publicPreviews, Preconditions preconditions) {
        this.preconditions = preconditions;
        this.rules = rules;
        this.publicPreviews = publicPreviews;
    }

    @Operation(operationId = "getSettings", summary = "What the organization has decided")
    @GetMapping("/settings")
    SettingsView settings(Person person) {
        return SettingsView.of(rules.settings(person.organizationId()));
    }

    /** Replaces the settings; for owners. */
    @Operation(operationId = "putSettings", summary = "Replaces the settings; for owners")
    @PutMapping("/settings")
    SettingsView change(
            Person person,
            @RequestBody SettingsView wanted,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        OrganizationSettings settings = wanted.settings();
        return preconditions.change(
                Demand.ifMatch(ifMatch),
                person.organizationId(),
                rules::lock,
                () -> Optional.of(settings(person)),
                () -> SettingsView.of(rules.change(person, settings)));
    }

    @Operation(operationId = "countPublicPreviews", summary = "How many previews are public now")
    @GetMapping("/public-previews")
    Open open(Person person) {
        return new Open(publicPreviews.count(person.organizationId()));
    }

    /** Makes every public preview of the organization private; every member may. */
    @Operation(operationId = "closePublicPreviews", summary = "Makes every public preview private; every member may")
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
            WhoMayShare publicPreviews, @Nullable String publicFor) {

        static SettingsView of(OrganizationSettings settings) {
            Duration publicFor = settings.publicFor();
            return new SettingsView(settings.publicPreviews(), publicFor == null ? null : publicFor.toString());
        }

        OrganizationSettings settings() {
            Bounds.present("publicPreviews", publicPreviews);
            String span = publicFor;
            if (span == null) {
                return new OrganizationSettings(publicPreviews, null);
            }
            if (!span.matches(Bounds.DURATION)) {
                throw new BadRequestException(
                        "publicFor: " + span + " (expected: a duration such as PT8H or P7D, or null)");
            }
            try {
                return new OrganizationSettings(publicPreviews, Duration.parse(span));
            } catch (IllegalArgumentException e) {
                throw new UnprocessableException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** How many previews are public. */
    record Open(long open) {}

    /** How many previews were public. */
    record Closed(int closed) {}
}
