package dev.intercepts.dashboard.clusters;

import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.settings.HostedSettings;
import dev.intercepts.protocol.cloud.CloudApi.ClusterCredentials;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The clusters, and their tokens. */
@Controller
class ClusterPages {

    private final Clusters clusters;
    private final HostedSettings settings;
    private final Clock clock;

    ClusterPages(Clusters clusters, HostedSettings settings, Clock clock) {
        this.clusters = clusters;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping("/clusters")
    String page(Person person, Model model) {
        Instant now = clock.instant();
        List<ClusterRow> rows = clusters.list(person.organizationId()).stream()
                .map(cluster -> ClusterRow.of(cluster, now))
                .toList();
        model.addAttribute("person", person);
        model.addAttribute("at", "clusters");
        model.addAttribute("rows", rows);
        model.addAttribute("login", "telepresence login --cloud " + settings.publicUrl());
        return "clusters";
    }

    /** Shows the new token, on the answer itself: it is nowhere else. */
    @PostMapping("/clusters/{id}/token")
    String replace(Person person, Model model, @PathVariable UUID id) {
        ClusterCredentials credentials = clusters.replaceToken(person, id).orElseThrow(ClusterPages::gone);
        model.addAttribute("person", person);
        model.addAttribute("at", "clusters");
        model.addAttribute("name", clusters.name(id, person.organizationId()).orElse(""));
        model.addAttribute(
                "command",
                String.join(
                        " \\\n  ",
                        "kubectl create secret generic traffic-manager-uplink --namespace intercepts",
                        "--from-literal=cloudUrl=" + settings.publicUrl(),
                        "--from-literal=clusterId=" + credentials.id(),
                        "--from-literal=token=" + credentials.token(),
                        "--dry-run=client --output yaml | kubectl apply --filename -"));
        model.addAttribute("restart", "kubectl rollout restart deployment/traffic-manager --namespace intercepts");
        return "cluster-token";
    }

    @PostMapping("/clusters/{id}/revoke")
    String revoke(Person person, RedirectAttributes redirect, @PathVariable UUID id) {
        if (!clusters.revoke(person, id)) {
            throw gone();
        }
        redirect.addFlashAttribute("done", "The token was revoked; nothing reaches its previews now.");
        return "redirect:/clusters";
    }

    private static ResponseStatusException gone() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such cluster in this organization.");
    }
}
