package dev.intercepts.dashboard.intercepts;

import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.listing.ListedIntercept;
import dev.intercepts.cloud.listing.Listing;
import dev.intercepts.cloud.listing.Place;
import dev.intercepts.cloud.organizations.OrganizationRules;
import dev.intercepts.cloud.requests.RecentRequests;
import dev.intercepts.cloud.settings.HostedSettings;
import dev.intercepts.dashboard.requests.RequestLine;
import dev.intercepts.dashboard.words.Moment;
import dev.intercepts.dashboard.words.Span;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Puts into a model what the list, one row, and one row's details show. */
@Component
class Rows {

    private static final int PAGE = 20;
    private static final int MOST_REQUESTS = 50;

    private final Listing listing;
    private final RecentRequests requests;
    private final OrganizationRules rules;
    private final HostedSettings settings;
    private final Clock clock;

    Rows(Listing listing, RecentRequests requests, OrganizationRules rules, HostedSettings settings, Clock clock) {
        this.listing = listing;
        this.requests = requests;
        this.rules = rules;
        this.settings = settings;
        this.clock = clock;
    }

    /** A page of the list. */
    void list(Person person, @Nullable String text, @Nullable Place after, Model model) {
        Instant now = clock.instant();
        Listing.Seen seen = listing.seenBy(person.organizationId(), person.userId(), text, after, PAGE);
        var traffic = requests.traffic(seen.intercepts().stream()
                .map(listed -> listed.intercept().id())
                .toList());
        List<Row> rows = seen.intercepts().stream()
                .map(listed -> Row.of(
                        listed, person, now, traffic.get(listed.intercept().id())))
                .toList();
        Place next = seen.last();
        frame(person, model);
        model.addAttribute("q", text == null ? "" : text);
        model.addAttribute("after", after == null ? null : after.token());
        model.addAttribute("next", next == null ? null : next.token());
        model.addAttribute("total", seen.total());
        model.addAttribute("count", (seen.andMore() ? "More than " : "") + seen.total());
        model.addAttribute(
                "groups",
                List.of(
                        new Group("Yours", rows.stream().filter(Row::mine).toList()),
                        new Group(
                                "Others in " + person.organization(),
                                rows.stream().filter(row -> !row.mine()).toList())));
        model.addAttribute("steps", FirstSteps.of(settings.publicUrl()));
    }

    /** One row; says whether there is one. */
    boolean row(Person person, UUID id, Model model) {
        Optional<ListedIntercept> found = listing.find(person.organizationId(), id);
        found.ifPresent(listed -> {
            frame(person, model);
            model.addAttribute(
                    "row",
                    Row.of(
                            listed,
                            person,
                            clock.instant(),
                            requests.traffic(List.of(id)).get(id)));
        });
        return found.isPresent();
    }

    /** What a row opens out to: what happened to it, and the requests of its preview. */
    void details(UUID id, Model model) {
        Instant now = clock.instant();
        List<RequestLine> lines = RequestLine.of(requests.of(id, 0));
        model.addAttribute("requests", lines.size() > MOST_REQUESTS ? lines.subList(0, MOST_REQUESTS) : lines);
        model.addAttribute("lastRequest", lines.isEmpty() ? 0 : lines.getFirst().number());
        model.addAttribute(
                "history",
                listing.history(id).stream()
                        .map(happening -> new Entry(Moment.of(happening.at(), now), happening.text()))
                        .toList());
    }

    private void frame(Person person, Model model) {
        model.addAttribute("person", person);
        model.addAttribute("at", "intercepts");
        model.addAttribute("mayShare", rules.mayShare(person));
        model.addAttribute(
                "spans", Span.choices(rules.settings(person.organizationId()).publicFor()));
    }

    /** Rows under one heading. */
    record Group(String title, List<Row> rows) {}

    /** A line of the history. */
    record Entry(Moment moment, String text) {}
}
